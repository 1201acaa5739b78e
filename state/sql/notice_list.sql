SELECT id, kind, subject, body, created_at, state, attempts, not_before, sent_at, message
FROM notice ORDER BY created_at DESC, id LIMIT $1
