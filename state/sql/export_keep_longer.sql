UPDATE export_job SET expires_at = $2 WHERE id = $1 AND state = 'done' AND expires_at < $2
