-- A region's own figure before and after each load, told backwards: the figure of today, less what came after. Every change
-- of a month that was over is kept, so this is exact. A month's first records (region '') begin an epoch of their own: before
-- them there was nothing, whatever came earlier had gone.
SELECT version, run, at, metric, month, '' AS region, '' AS sector,
    CAST(if(first OR (nothing_known AND figure = moved), NULL, figure - moved) AS Nullable(Float64)) AS before,
    CAST(figure AS Nullable(Float64)) AS after,
    CAST(if(first, figure, moved) AS Float64) AS change
FROM
(
    SELECT *, if(epoch = 0, ifNull(today, 0), 0) - ifNull(sum(moved) OVER (PARTITION BY metric, month, epoch ORDER BY version DESC
        ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0) AS figure
    FROM
    (
        SELECT *, sum(toUInt32(first)) OVER (PARTITION BY metric, month ORDER BY version DESC
            ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) - toUInt32(first) AS epoch
        FROM
        (
            SELECT version, any(c.run) AS run, any(c.at) AS at, toString(metric) AS metric, month, max(region = '') AS first,
                sumIf(ifNull(c.after, toDecimal128(0, 4)) - ifNull(c.before, toDecimal128(0, 4)), region != '') AS moved,
                countIf(isNotNull(c.before)) = 0 AS nothing_known
            FROM correction AS c
            WHERE version <= {current:UInt64} AND metric IN {metrics:Array(String)} AND month BETWEEN {from:UInt32} AND {to:UInt32}
                AND (region = '' OR /*where*/)
            GROUP BY version, metric, month
        )
    ) AS e
    LEFT ANY JOIN
    (
        SELECT month, f.1 AS metric, f.2 AS today
        FROM (SELECT month, [/*figures*/] AS figures FROM rollup_monthly WHERE _partition_id IN {rollup:Array(String)} AND /*where*/ GROUP BY month)
        ARRAY JOIN figures AS f
    ) AS now ON e.metric = now.metric AND e.month = now.month
)
WHERE version BETWEEN {from_version:UInt64} AND {to_version:UInt64} AND ({run:String} = '' OR run = {run:String})
    AND change != 0 AND NOT ({no_new:Bool} AND isNull(before))
