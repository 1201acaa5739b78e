INSERT INTO task (id, job, kind, due, not_before, state, code, message, requested, backfill, window_from, window_to, ended_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
ON CONFLICT (id) DO NOTHING
