-- The server must live itself: one whose lease is over may not know it yet. What a dead server left running holds nobody back.
UPDATE task SET state = 'running', attempts = attempts + 1, claim = claim + 1, holder = $3, started_at = $5, run = ''
WHERE id = $1 AND claim = $2
	AND EXISTS (SELECT 1 FROM lease WHERE name = $4 AND until > {now})
	AND (state = 'waiting' OR state = 'running' AND NOT EXISTS (SELECT 1 FROM lease WHERE name = 'server/' || task.holder AND until > {now}))
	AND NOT EXISTS (SELECT 1 FROM task AS other WHERE other.job = task.job AND other.state = 'running' AND other.id <> task.id
		AND EXISTS (SELECT 1 FROM lease WHERE name = 'server/' || other.holder AND until > {now}))
RETURNING id, job, kind, due, not_before, state, attempts, holder, claim, run, started_at, ended_at, code, message, requested, cancel_by, backfill, window_from, window_to
