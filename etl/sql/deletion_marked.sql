CREATE TABLE %[1]s ENGINE = MergeTree ORDER BY key AS
SELECT m.key AS key, m.row AS row
FROM (SELECT key, max(row) AS row FROM %[2]s GROUP BY key) AS m
LEFT ANY JOIN (SELECT key, row FROM %[3]s WHERE key IN (SELECT key FROM %[2]s)) AS w ON m.key = w.key
WHERE m.row > w.row
SETTINGS join_use_nulls = 0
