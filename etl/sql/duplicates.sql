INSERT INTO %[1]s
SELECT w.row, d.winner, w.row_hash != d.winner_hash, w.region, w.id, w.system
FROM %[2]s AS w
INNER JOIN
(
    SELECT key, argMax(row, (bitAnd(row, 1099511627775), row)) AS winner, argMax(row_hash, (bitAnd(row, 1099511627775), row)) AS winner_hash
    FROM %[2]s
    WHERE key %% {passes:UInt64} = {pass:UInt64}
    GROUP BY key
    HAVING count() > 1
) AS d ON w.key = d.key
WHERE w.row != d.winner
