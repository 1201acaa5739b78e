WITH below AS (SELECT descendant FROM region_closure WHERE _partition_id IN {closure:Array(String)} AND tree = {tree:String} AND valid_from <= {tree_date:Date} AND valid_to >= {tree_date:Date} AND ancestor = {region:String})
SELECT d0, bucket, max(f0s0), max(f1s0), max(f2s0)
FROM (
SELECT toString(sector) AS d0, toUInt32(1) AS bucket, CAST(sum(inspections_planned_done) AS Nullable(Float64)) AS f0s0, CAST(NULL AS Nullable(Float64)) AS f1s0, CAST(sum(inspections) AS Nullable(Float64)) AS f2s0
FROM rollup_monthly
WHERE _partition_id IN {parts0:Array(String)} AND region IN (SELECT descendant FROM below)
GROUP BY d0, bucket
UNION ALL
SELECT sector_code AS d0, bucket_number AS bucket, CAST(NULL AS Nullable(Float64)) AS f0s0, CAST(maxIf(figure_value, figure = 'planned_inspections' AND slot_number = 0) AS Nullable(Float64)) AS f1s0, CAST(NULL AS Nullable(Float64)) AS f2s0
FROM (
    -- A unit's figure is stated at one level: its own when there is one, else the sum over the shallowest level below it that
    -- states it; when some regions of that level (or some of the sectors asked for) do not state it, it is unknown rather than
    -- too small.
    SELECT unit, sector_code, owner_code, figure, slot_number, bucket_number,
        argMin(tuple(if(whole, total, NULL)), depth).1 AS figure_value
    FROM (
        SELECT unit, stated_sector AS sector_code, owner_code, figure, slot_number, bucket_number, depth, sum(stated_value) AS total,
            (uniqExact(stating) >= any(level_regions) OR NOT {every_region:Bool})
                AND uniqExact(stated_sector) >= {sectors_needed:UInt32} AS whole
        FROM (
            SELECT stating, stated_sector, owner_code, figure, w.1 AS slot_number, w.2 AS bucket_number,
                multiIf(figure IN {stocks:Array(String)}, newest,
                    longest.1 = w.4 + 1, CAST(longest.2 AS Nullable(Decimal(38, 4))),
                    shortest.1 = w.4 + 1, CAST(shortest.2 AS Nullable(Decimal(38, 4))),
                    NULL) AS stated_value
            FROM (
                SELECT region AS stating, toString(sector) AS stated_sector, '' AS owner_code, figure, w,
                    -- a stock: the newest one that began by the day and ended at most a year before it
                    if(countIf(period_from <= w.4 AND period_to + 366 >= w.4) = 0, NULL,
                        argMaxIf(value, tuple(period_from, period_to, system, id), period_from <= w.4 AND period_to + 366 >= w.4)) AS newest,
                    -- a flow: stated for exactly this period, or in pieces that follow each other from its first day to its
                    -- last without gap or overlap. Where pieces overlap (cumulative ones and single months) a chain is looked
                    -- for among the longest and then among the shortest.
                    groupArrayIf(tuple(period_from, period_to, value, system, id), period_from >= w.3 AND period_to <= w.4) AS pieces,
                    arrayFold((done, piece) -> if(piece.1 = done.1, tuple(piece.2 + 1, done.2 + piece.3), done),
                        arraySort(piece -> tuple(piece.1, -toInt32(piece.2), piece.4, piece.5), pieces), tuple(w.3, toDecimal128(0, 4))) AS longest,
                    arrayFold((done, piece) -> if(piece.1 = done.1, tuple(piece.2 + 1, done.2 + piece.3), done),
                        arraySort(piece -> tuple(piece.1, toInt32(piece.2), piece.4, piece.5), pieces), tuple(w.3, toDecimal128(0, 4))) AS shortest
                FROM denominator
                ARRAY JOIN arrayZip({w_slot:Array(UInt32)}, {w_bucket:Array(UInt32)}, {w_from:Array(Date)}, {w_to:Array(Date)}) AS w
                WHERE _partition_id IN {den_parts:Array(String)} AND figure IN {figures:Array(String)}
                    AND enterprise = '' AND department = '' AND sector != '' AND sector NOT IN {den_except:Array(String)}
                GROUP BY region, sector, owner_code, figure, w
            )
            WHERE stated_value IS NOT NULL
        ) AS f
        INNER JOIN (
            SELECT descendant, toString(ancestor) AS unit, depth, count() OVER (PARTITION BY unit, depth) AS level_regions
            FROM region_closure
            WHERE _partition_id IN {closure:Array(String)} AND tree = {tree:String} AND valid_from <= {tree_date:Date} AND valid_to >= {tree_date:Date}
                AND ancestor IN {ancestors:Array(String)}
                AND descendant IN (SELECT code FROM region WHERE _partition_id IN {regions:Array(String)} AND valid_from <= {tree_date:Date} AND valid_to >= {tree_date:Date})
        ) AS c ON f.stating = c.descendant
        GROUP BY unit, sector_code, owner_code, figure, slot_number, bucket_number, depth
    )
    GROUP BY unit, sector_code, owner_code, figure, slot_number, bucket_number
)
GROUP BY d0, bucket

)
GROUP BY d0, bucket

-- ancestors = ["370300"]
-- closure = ["0-1"]
-- den_except = []
-- den_owners = []
-- den_parts = ["202401-3","202402-3","202403-3","202404-3","202405-3","202406-3","202407-3","202408-3","202409-3","202410-3","202411-3","202412-3","202501-3","202502-3","202503-3","202504-3","202505-3"]
-- den_sectors = []
-- every_region = false
-- figures = ["planned_inspections"]
-- parts0 = ["202504-3"]
-- region = "370300"
-- regions = ["0-1"]
-- sectors_needed = 1
-- stocks = null
-- tree = "managing"
-- tree_date = "2025-04-30"
-- w_bucket = [1]
-- w_from = ["2025-04-01"]
-- w_slot = [0]
-- w_to = ["2025-04-30"]
