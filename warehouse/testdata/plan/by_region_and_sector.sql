WITH below AS (SELECT descendant FROM region_closure WHERE _partition_id IN {closure:Array(String)} AND tree = {tree:String} AND valid_from <= {tree_date:Date} AND valid_to >= {tree_date:Date} AND ancestor = {region:String}),
unit_of AS (SELECT descendant AS leaf, toString(ancestor) AS unit FROM region_closure WHERE _partition_id IN {closure:Array(String)} AND tree = {tree:String} AND valid_from <= {tree_date:Date} AND valid_to >= {tree_date:Date} AND ancestor IN {units:Array(String)})
SELECT if(unit = '', {region:String}, unit) AS d0, toString(sector) AS d1, toUInt32(1) AS bucket, CAST(sumIf(inspections, month BETWEEN toYYYYMM({s0_from:Date}) AND toYYYYMM({s0_to:Date})) AS Nullable(Float64)) AS f0s0, CAST(sumIf(inspections, month BETWEEN toYYYYMM({s1_from:Date}) AND toYYYYMM({s1_to:Date})) AS Nullable(Float64)) AS f0s1
FROM rollup_monthly LEFT ANY JOIN unit_of ON region = leaf
WHERE _partition_id IN {parts0:Array(String)} AND region IN (SELECT descendant FROM below)
GROUP BY d0, d1, bucket

-- closure = ["0-1"]
-- parts0 = ["202501-3","202502-3","202503-3","202410-3","202411-3","202412-3"]
-- region = "370300"
-- s0_from = "2025-01-01"
-- s0_to = "2025-03-31"
-- s1_from = "2024-10-01"
-- s1_to = "2024-12-31"
-- tree = "managing"
-- tree_date = "2025-03-31"
-- units = ["370303","370321","ZB-GXQ"]
