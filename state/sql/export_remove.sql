DELETE FROM export_job WHERE id = $1 AND state NOT IN ('queued', 'running', 'done')
