-- What a check measured in the last good runs of its pipeline. For the rows of a load that read everything the ledger knows runs from
-- before the check too.
SELECT assumeNotNull(coalesce(if({subject:String} = 'rows', r.loaded, NULL), m.measured)) AS measure
FROM
(
    SELECT run, if(cursor = '', CAST(rows_loaded + rows_updated + rows_unchanged AS Nullable(Float64)), NULL) AS loaded
    FROM
    (
        SELECT run, state, dry_run, trigger, window_from, cursor, rows_loaded, rows_updated, rows_unchanged
        FROM etl_run
        WHERE pipeline = {pipeline:String}
        ORDER BY run DESC, seq DESC
        LIMIT 1 BY run
    )
    WHERE state IN ('succeeded', 'unchanged') AND NOT dry_run AND trigger NOT IN ('backfill', 'replay') AND window_from = ''
) AS r
LEFT JOIN
(
    SELECT run, any(value) AS measured
    FROM check_result
    WHERE pipeline = {pipeline:String} AND code = {code:String} AND subject = {subject:String}
    GROUP BY run
) AS m ON r.run = m.run
WHERE isNotNull(coalesce(if({subject:String} = 'rows', r.loaded, NULL), m.measured))
ORDER BY r.run DESC
LIMIT {limit:UInt32}
SETTINGS join_use_nulls = 1
