UPDATE job SET last_task = $2, success_due = CASE WHEN $3 > success_due THEN $3 ELSE success_due END,
	success_at = CASE WHEN $4 > success_at THEN $4 ELSE success_at END
WHERE name = $1
