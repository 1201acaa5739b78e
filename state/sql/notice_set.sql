UPDATE notice SET state = $2, attempts = $3, not_before = $4, sent_at = $5, message = $6 WHERE id = $1
