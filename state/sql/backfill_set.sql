UPDATE backfill SET state = $2, changed_by = $3, message = $4, changed_at = $5
WHERE id = $1 AND state IN ('running', 'paused')
