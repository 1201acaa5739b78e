SELECT r.run AS run, f.file AS file, r.started_at AS at,
  r.version_after < l.version AS overtaken
FROM etl_run AS r
INNER JOIN etl_file AS f ON f.run = r.run
LEFT JOIN (SELECT fact, max(version_after) AS version FROM etl_run WHERE state = 'succeeded' AND NOT dry_run GROUP BY fact) AS l ON l.fact = r.fact
WHERE r.pipeline = {pipeline:String}
  AND r.pipeline_hash = {hash:String}
  AND r.state IN ('succeeded', 'unchanged')
  AND NOT r.dry_run
  AND f.sha256 = {sha256:String}
  AND f.input = ''
ORDER BY run DESC
LIMIT 1
