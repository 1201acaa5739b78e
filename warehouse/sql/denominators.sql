SELECT /*columns*/
FROM (
    -- A unit's figure is stated at one level: its own when there is one, else the sum over the shallowest level below it that
    -- states it; when some regions of that level do not state it, it is unknown rather than too small.
    SELECT unit, sector_code, figure, slot_number, bucket_number,
        argMin(tuple(if(stated >= expected OR NOT {every_region:Bool}, total, NULL)), depth).1 AS figure_value
    FROM (
        SELECT unit, sector_code, figure, slot_number, bucket_number, depth, any(level_regions) AS expected,
            uniqExact(stating) AS stated, sum(stated_value) AS total
        FROM (
            SELECT region AS stating, /*sector*/ AS sector_code, figure, w.1 AS slot_number, w.2 AS bucket_number,
                if(figure IN {stocks:Array(String)},
                    -- a stock: the newest one that began by the day and ended at most a year before it
                    if(countIf(period_from <= w.4 AND period_to + 366 >= w.4) = 0, NULL,
                        argMaxIf(value, tuple(period_from, period_to), period_from <= w.4 AND period_to + 366 >= w.4)),
                    -- a flow: stated for exactly this period, or in pieces that cover it without gap or overlap
                    multiIf(countIf(period_from = w.3 AND period_to = w.4) > 0,
                            CAST(argMaxIf(value, row, period_from = w.3 AND period_to = w.4) AS Nullable(Decimal(28, 4))),
                        sumIf(period_to - period_from + 1, period_from >= w.3 AND period_to <= w.4) = w.5,
                            CAST(sumIf(value, period_from >= w.3 AND period_to <= w.4) AS Nullable(Decimal(28, 4))),
                        NULL)) AS stated_value
            FROM denominator
            ARRAY JOIN arrayZip({w_slot:Array(UInt32)}, {w_bucket:Array(UInt32)}, {w_from:Array(Date)}, {w_to:Array(Date)}, {w_days:Array(UInt32)}) AS w
            WHERE _partition_id IN {den_parts:Array(String)} AND figure IN {figures:Array(String)} AND /*where*/
            GROUP BY region, sector_code, figure, w
            HAVING stated_value IS NOT NULL
        ) AS f
        INNER JOIN (
            SELECT descendant, /*unit*/ AS unit, depth, count() OVER (PARTITION BY unit, depth) AS level_regions
            FROM region_closure
            WHERE _partition_id IN {closure:Array(String)} AND tree = {tree:String} AND valid_from <= {tree_date:Date} AND valid_to >= {tree_date:Date}
                AND ancestor IN {ancestors:Array(String)}
                AND descendant IN (SELECT code FROM region WHERE _partition_id IN {regions:Array(String)} AND valid_from <= {tree_date:Date} AND valid_to >= {tree_date:Date})
        ) AS c ON f.stating = c.descendant
        GROUP BY unit, sector_code, figure, slot_number, bucket_number, depth
    )
    GROUP BY unit, sector_code, figure, slot_number, bucket_number
)
GROUP BY /*groups*/
