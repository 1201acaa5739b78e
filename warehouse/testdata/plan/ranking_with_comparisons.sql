WITH below AS (SELECT descendant FROM region_closure WHERE _partition_id IN {closure:Array(String)} AND tree = {tree:String} AND valid_from <= {tree_date:Date} AND valid_to >= {tree_date:Date} AND ancestor = {region:String}),
unit_of AS (SELECT descendant AS leaf, toString(ancestor) AS unit FROM region_closure WHERE _partition_id IN {closure:Array(String)} AND tree = {tree:String} AND valid_from <= {tree_date:Date} AND valid_to >= {tree_date:Date} AND ancestor IN {units:Array(String)})
SELECT if(unit = '', {region:String}, unit) AS d0, toUInt32(1) AS bucket, CAST(sumIf(hazards_due_on_time, month BETWEEN toYYYYMM({s0_from:Date}) AND toYYYYMM({s0_to:Date})) AS Nullable(Float64)) AS f0s0, CAST(sumIf(hazards_due_on_time, month BETWEEN toYYYYMM({s1_from:Date}) AND toYYYYMM({s1_to:Date})) AS Nullable(Float64)) AS f0s1, CAST(sumIf(hazards_due, month BETWEEN toYYYYMM({s0_from:Date}) AND toYYYYMM({s0_to:Date})) AS Nullable(Float64)) AS f1s0, CAST(sumIf(hazards_due, month BETWEEN toYYYYMM({s1_from:Date}) AND toYYYYMM({s1_to:Date})) AS Nullable(Float64)) AS f1s1, CAST(sumIf(accidents_counted, month BETWEEN toYYYYMM({s0_from:Date}) AND toYYYYMM({s0_to:Date})) AS Nullable(Float64)) AS f2s0, CAST(sumIf(accidents_counted, month BETWEEN toYYYYMM({s1_from:Date}) AND toYYYYMM({s1_to:Date})) AS Nullable(Float64)) AS f2s1, CAST(sumIf(hazards_found, month BETWEEN toYYYYMM({s0_from:Date}) AND toYYYYMM({s0_to:Date})) AS Nullable(Float64)) AS f3s0, CAST(sumIf(hazards_found, month BETWEEN toYYYYMM({s1_from:Date}) AND toYYYYMM({s1_to:Date})) AS Nullable(Float64)) AS f3s1, CAST(sumIf(hazard_reports_due, month BETWEEN toYYYYMM({s0_from:Date}) AND toYYYYMM({s0_to:Date})) AS Nullable(Float64)) AS f4s0, CAST(sumIf(hazard_reports_due, month BETWEEN toYYYYMM({s1_from:Date}) AND toYYYYMM({s1_to:Date})) AS Nullable(Float64)) AS f4s1, CAST(sumIf(hazard_reports_missing, month BETWEEN toYYYYMM({s0_from:Date}) AND toYYYYMM({s0_to:Date})) AS Nullable(Float64)) AS f5s0, CAST(sumIf(hazard_reports_missing, month BETWEEN toYYYYMM({s1_from:Date}) AND toYYYYMM({s1_to:Date})) AS Nullable(Float64)) AS f5s1, CAST(sumIf(accident_records, month BETWEEN toYYYYMM({s0_from:Date}) AND toYYYYMM({s0_to:Date})) AS Nullable(Float64)) AS f6s0, CAST(sumIf(accident_records, month BETWEEN toYYYYMM({s1_from:Date}) AND toYYYYMM({s1_to:Date})) AS Nullable(Float64)) AS f6s1, CAST(sumIf(accident_reports_due, month BETWEEN toYYYYMM({s0_from:Date}) AND toYYYYMM({s0_to:Date})) AS Nullable(Float64)) AS f7s0, CAST(sumIf(accident_reports_due, month BETWEEN toYYYYMM({s1_from:Date}) AND toYYYYMM({s1_to:Date})) AS Nullable(Float64)) AS f7s1, CAST(sumIf(accident_reports_missing, month BETWEEN toYYYYMM({s0_from:Date}) AND toYYYYMM({s0_to:Date})) AS Nullable(Float64)) AS f8s0, CAST(sumIf(accident_reports_missing, month BETWEEN toYYYYMM({s1_from:Date}) AND toYYYYMM({s1_to:Date})) AS Nullable(Float64)) AS f8s1
FROM rollup_monthly LEFT ANY JOIN unit_of ON region = leaf
WHERE _partition_id IN {parts0:Array(String)} AND region IN (SELECT descendant FROM below)
GROUP BY d0, bucket

-- closure = ["0-1"]
-- parts0 = ["202501-3","202502-3","202503-3","202504-3","202401-3","202402-3","202403-3","202404-3"]
-- region = "370300"
-- s0_from = "2025-01-01"
-- s0_to = "2025-04-30"
-- s1_from = "2024-01-01"
-- s1_to = "2024-04-30"
-- tree = "managing"
-- tree_date = "2025-04-30"
-- units = ["370303","370321","ZB-GXQ"]
