-- Of the replayed rows that are right, those that are to be loaded: the last of each record, unless the row was overruled in its own
-- file under the same number, or the warehouse has the record from a later row. A row that says what the warehouse says is loaded: it
-- changes nothing.
INSERT INTO %[1]s
SELECT w.row
FROM %[2]s AS w
INNER JOIN %[3]s AS m ON w.row = m.n
LEFT ANY JOIN
(
    SELECT key, run, row, row_hash, true AS found
    FROM (SELECT %[5]s AS key, run, row, row_hash FROM %[4]s WHERE _partition_id IN {parts:Array(String)})
    WHERE key IN (SELECT key FROM %[2]s)
) AS f ON w.key = f.key
WHERE w.row IN (SELECT max(row) FROM %[2]s GROUP BY key)
    AND NOT (m.overruled AND m.key = w.key)
    AND (NOT f.found OR f.row_hash = w.row_hash OR (f.run, f.row) <= (m.run, m.run_row))
