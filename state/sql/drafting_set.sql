INSERT INTO drafting (case_key, due, failed_at, attempts, not_before, message) VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT (case_key) DO UPDATE SET due = excluded.due, failed_at = excluded.failed_at, attempts = excluded.attempts, not_before = excluded.not_before, message = excluded.message
