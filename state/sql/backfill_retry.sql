UPDATE task SET state = 'waiting', attempts = 0, not_before = $3, ended_at = 0, cancel_by = '', requested = $2
WHERE backfill = $1 AND state IN ('failed', 'canceled')
