SELECT id, job, kind, due, not_before, state, attempts, holder, claim, run, started_at, ended_at, code, message, requested, cancel_by, backfill, window_from, window_to
FROM task WHERE id IN (SELECT last_task FROM job)
