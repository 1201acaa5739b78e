SELECT j.id, j.fingerprint, j.data_set, j.format, j.version, j.request, j.asked_by, j.revision, j.state, j.created_at, j.not_before, j.started_at, j.ended_at, j.expires_at, j.attempts, j.parts, j.total_rows, j.total_bytes, j.exact, j.writing_bytes, j.code, j.message, j.manifest,
	(SELECT count(*) FROM export_part AS p WHERE p.job = j.id), (SELECT CAST(coalesce(sum(p.row_count), 0) AS BIGINT) FROM export_part AS p WHERE p.job = j.id),
	(SELECT CAST(coalesce(sum(p.byte_count), 0) AS BIGINT) FROM export_part AS p WHERE p.job = j.id)
FROM export_job AS j WHERE j.state = 'done' AND j.expires_at <= $1 ORDER BY j.expires_at, j.id
