-- What is to be done: jobs that wait, and those whose server is gone. Who asks takes turns: whose jobs were begun least lately comes first.
SELECT j.id, j.fingerprint, j.data_set, j.format, j.version, j.request, j.asked_by, j.revision, j.state, j.created_at, j.not_before, j.started_at, j.ended_at, j.expires_at, j.attempts, j.parts, j.total_rows, j.total_bytes, j.exact, j.writing_bytes, j.code, j.message, j.manifest,
	(SELECT count(*) FROM export_part AS p WHERE p.job = j.id), (SELECT CAST(coalesce(sum(p.row_count), 0) AS BIGINT) FROM export_part AS p WHERE p.job = j.id),
	(SELECT CAST(coalesce(sum(p.byte_count), 0) AS BIGINT) FROM export_part AS p WHERE p.job = j.id)
FROM export_job AS j
WHERE j.not_before <= $1 AND j.state IN ('queued', 'running') AND NOT EXISTS (SELECT 1 FROM lease AS l WHERE l.name = 'export/' || j.id AND l.until > {now})
ORDER BY (SELECT coalesce(max(o.started_at), 0) FROM export_job AS o WHERE o.asked_by = j.asked_by AND o.id <> j.id), j.created_at, j.id LIMIT $2
