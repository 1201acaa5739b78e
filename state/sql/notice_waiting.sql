SELECT id, kind, subject, body, created_at, state, attempts, not_before, sent_at, message
FROM notice WHERE state = 'waiting' AND not_before <= $1 ORDER BY created_at, id LIMIT $2
