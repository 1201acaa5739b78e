UPDATE delivery SET state = $2, attempts = $3, not_before = $4, sent_at = $5, answer = $6 WHERE id = $1
