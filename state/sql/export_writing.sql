UPDATE export_job SET writing_bytes = $4
WHERE id = $1 AND state = 'running' AND EXISTS (SELECT 1 FROM lease WHERE name = 'export/' || $1 AND holder = $2 AND token = $3 AND until > {now})
