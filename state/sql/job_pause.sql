-- Who paused first is who is asked.
UPDATE job SET paused_by = CASE paused_at WHEN 0 THEN $3 ELSE paused_by END,
	paused_why = CASE paused_at WHEN 0 THEN $4 ELSE paused_why END,
	paused_at = CASE paused_at WHEN 0 THEN $2 ELSE paused_at END
WHERE name = $1
