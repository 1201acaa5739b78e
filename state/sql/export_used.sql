-- What jobs take of the disk, and what those that are not over are thought to take.
SELECT CAST(coalesce(sum(CASE WHEN j.state = 'done' OR j.total_bytes < w.written THEN w.written ELSE j.total_bytes END), 0) AS BIGINT)
FROM export_job AS j
JOIN (SELECT e.id, e.writing_bytes + (SELECT coalesce(sum(p.byte_count), 0) FROM export_part AS p WHERE p.job = e.id) AS written FROM export_job AS e) AS w ON w.id = j.id
WHERE j.state IN ('queued', 'running', 'done')
