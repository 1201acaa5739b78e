-- Since which month a recorded region is known to send records of each fact, 0 for never: coverage.coveredBy in SQL, which a test holds.
-- A region is covered since records came from it or from below it, a town also with its county; never before its city sent any. Who sends any
-- records is believed to have no accidents when it sends none.
WITH
    recorded (region, facts, since) AS (/*coverage*/),
    told AS (
        SELECT region AS leaf, fact, first
        FROM recorded
        ARRAY JOIN arrayConcat(facts, ['']) AS fact, arrayConcat(since, [arrayMin(since)]) AS first
        WHERE notEmpty(since)
    ),
    tree AS (
        SELECT toString(ancestor) AS ancestor, descendant, depth, toString(ancestor_level) AS level
        FROM region_closure
        WHERE /*closure*/ AND descendant IN (SELECT region FROM recorded)
    ),
    covered AS (
        SELECT ancestor AS unit, fact, min(first) AS first
        FROM tree INNER JOIN told ON descendant = leaf
        GROUP BY unit, fact
    )
SELECT
    CAST((
        groupArray(code), groupArray(inspection), groupArray(hazard), groupArray(training), groupArray(accident), groupArray(obligation)
    ) AS Tuple(code Array(String), inspection Array(UInt32), hazard Array(UInt32), training Array(UInt32), accident Array(UInt32), obligation Array(UInt32)))
FROM (
    SELECT
        code,
        anyIf(first, fact = 'inspection') AS inspection, anyIf(first, fact = 'hazard') AS hazard, anyIf(first, fact = 'training') AS training,
        anyIf(first, fact = '') AS accident, anyIf(first, fact = 'obligation') AS obligation
    FROM (
        SELECT descendant AS code, fact, min(covered.first) AS first
        FROM tree INNER JOIN covered ON ancestor = unit
        WHERE depth = 0 OR level NOT IN ('', 'country', 'province')
        GROUP BY code, fact
        HAVING countIf(depth = 0 OR level NOT IN ('', 'country', 'province', 'city')) > 0
    )
    GROUP BY code
)
