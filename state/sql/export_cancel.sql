UPDATE export_job SET state = 'cancelled', code = 'cancelled', message = $2, ended_at = $3, writing_bytes = 0 WHERE id = $1 AND state IN ('queued', 'running')
