UPDATE export_job SET state = 'expired', message = $2 WHERE id = $1 AND state = 'done'
