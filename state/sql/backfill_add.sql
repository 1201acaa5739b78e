INSERT INTO backfill (id, job, window_from, window_to, step, requested, why, state, changed_by, created_at, changed_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $6, $9, $9)
