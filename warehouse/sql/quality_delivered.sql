SELECT toString(system), toString(fact), /*unit*/ AS unit_code,
    sumIf(rows, outcome = 'accepted'), sumIf(rows, outcome = 'rejected'), sumIf(rows, outcome = 'duplicate'),
    sumIf(rows, outcome = 'arrived'),
    sumIf(rows, outcome = 'arrived' AND toDate32(at, 'Asia/Shanghai') <= day + {within:Int32}),
    sumIf(rows, outcome = 'initial')
FROM delivery/*join*/
WHERE fact IN {facts:Array(String)} AND day BETWEEN {first:Date32} AND {last:Date32} AND at <= fromUnixTimestamp64Milli({until:Int64}) AND /*where*/
    -- what a load meant to bring counts once a version has it
    AND (outcome IN ('accepted', 'rejected', 'duplicate') OR run IN (
        SELECT run FROM etl_run WHERE version_after > version_before AND version_after <= {version:UInt64}))
GROUP BY system, fact, unit_code
HAVING sum(rows) > 0
