UPDATE export_job SET state = $4, code = $5, message = $6, manifest = CASE WHEN $7 = '' THEN manifest ELSE $7 END, ended_at = $8, expires_at = $9, not_before = $10, writing_bytes = 0
WHERE id = $1 AND state = 'running' AND EXISTS (SELECT 1 FROM lease WHERE name = 'export/' || $1 AND holder = $2 AND token = $3 AND until > {now})
