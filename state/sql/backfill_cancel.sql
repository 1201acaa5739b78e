UPDATE task SET cancel_by = $2, ended_at = CASE state WHEN 'waiting' THEN $3 ELSE ended_at END,
	state = CASE state WHEN 'waiting' THEN 'canceled' ELSE state END
WHERE backfill = $1 AND state IN ('waiting', 'running')
