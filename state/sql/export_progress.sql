-- A part is whole: what comes next is tried as often as it was.
UPDATE export_job SET writing_bytes = 0, attempts = 1
WHERE id = $1 AND state = 'running' AND EXISTS (SELECT 1 FROM lease WHERE name = 'export/' || $1 AND holder = $2 AND token = $3 AND until > {now})
