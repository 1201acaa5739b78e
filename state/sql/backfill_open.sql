SELECT b.id, b.job, b.window_from, b.window_to, b.step, b.requested, b.why, b.state, b.changed_by, b.message, b.created_at, b.changed_at,
	count(t.id), count(CASE WHEN t.state = 'succeeded' THEN 1 END), count(CASE WHEN t.state = 'running' THEN 1 END), count(CASE WHEN t.state IN ('failed', 'canceled') THEN 1 END)
FROM backfill AS b LEFT JOIN task AS t ON t.backfill = b.id
WHERE b.state IN ('running', 'paused')
GROUP BY b.id ORDER BY b.created_at, b.id
