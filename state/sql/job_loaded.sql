UPDATE job SET success_due = CASE WHEN $2 > success_due THEN $2 ELSE success_due END,
	success_at = CASE WHEN $2 > success_at THEN $2 ELSE success_at END
WHERE name = $1
