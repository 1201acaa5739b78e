SELECT id, rule, rule_hash, held, since FROM alert_waiting ORDER BY id
