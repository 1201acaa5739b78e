INSERT INTO notice (id, kind, subject, body, created_at, state, not_before) VALUES ($1, $2, $3, $4, $5, $6, $5)
ON CONFLICT (id) DO NOTHING
