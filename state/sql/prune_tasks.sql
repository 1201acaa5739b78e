-- What a job did last stays, and what a backfill that is not over has done.
DELETE FROM task WHERE ended_at > 0 AND ended_at < $1 AND state NOT IN ('waiting', 'running')
	AND id NOT IN (SELECT last_task FROM job)
	AND backfill NOT IN (SELECT id FROM backfill WHERE state IN ('running', 'paused'))
