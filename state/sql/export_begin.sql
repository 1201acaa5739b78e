UPDATE export_job SET state = 'running', attempts = attempts + 1, writing_bytes = 0, started_at = CASE WHEN started_at = 0 THEN CAST($4 AS BIGINT) ELSE started_at END
WHERE id = $1 AND state IN ('queued', 'running') AND EXISTS (SELECT 1 FROM lease WHERE name = 'export/' || $1 AND holder = $2 AND token = $3 AND until > {now})
