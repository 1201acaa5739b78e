INSERT INTO alert_waiting (id, rule, rule_hash, held, since) VALUES ($1, $2, $3, $4, $5)
