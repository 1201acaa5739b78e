WITH below AS (SELECT descendant FROM region_closure WHERE _partition_id IN {closure:Array(String)} AND tree = {tree:String} AND valid_from <= {tree_date:Date} AND valid_to >= {tree_date:Date} AND ancestor = {region:String})
SELECT bucket, max(f0s0), max(f0s1), max(f1s0), max(f1s1), max(f2s0), max(f2s1)
FROM (
SELECT toUInt32(arrayFirstIndex(e -> found_on <= e, {s0_ends:Array(Date)})) AS bucket, CAST(countIf(true) AS Nullable(Float64)) AS f0s0, CAST(NULL AS Nullable(Float64)) AS f0s1, CAST(NULL AS Nullable(Float64)) AS f1s0, CAST(NULL AS Nullable(Float64)) AS f1s1, CAST(NULL AS Nullable(Float64)) AS f2s0, CAST(NULL AS Nullable(Float64)) AS f2s1
FROM hazard
WHERE _partition_id IN {parts0:Array(String)} AND region IN (SELECT descendant FROM below) AND (found_on BETWEEN {s0_from:Date} AND {s0_to:Date})
GROUP BY bucket
UNION ALL
SELECT toUInt32(arrayFirstIndex(e -> found_on <= e, {s1_ends:Array(Date)})) AS bucket, CAST(NULL AS Nullable(Float64)) AS f0s0, CAST(countIf(true) AS Nullable(Float64)) AS f0s1, CAST(NULL AS Nullable(Float64)) AS f1s0, CAST(NULL AS Nullable(Float64)) AS f1s1, CAST(NULL AS Nullable(Float64)) AS f2s0, CAST(NULL AS Nullable(Float64)) AS f2s1
FROM hazard
WHERE _partition_id IN {parts1:Array(String)} AND region IN (SELECT descendant FROM below) AND (found_on BETWEEN {s1_from:Date} AND {s1_to:Date})
GROUP BY bucket
UNION ALL
SELECT toUInt32(arrayFirstIndex(e -> period_to <= e, {s0_ends:Array(Date)})) AS bucket, CAST(NULL AS Nullable(Float64)) AS f0s0, CAST(NULL AS Nullable(Float64)) AS f0s1, CAST(countIf(ifNull((kind = 'data_report' AND item = 'hazard'), false)) AS Nullable(Float64)) AS f1s0, CAST(NULL AS Nullable(Float64)) AS f1s1, CAST(countIf(ifNull((kind = 'data_report' AND item = 'hazard' AND status = 'missing'), false)) AS Nullable(Float64)) AS f2s0, CAST(NULL AS Nullable(Float64)) AS f2s1
FROM obligation
WHERE _partition_id IN {parts2:Array(String)} AND region IN (SELECT descendant FROM below) AND (period_to BETWEEN {s0_from:Date} AND {s0_to:Date}) AND ((kind = 'data_report' AND item = 'hazard') OR (kind = 'data_report' AND item = 'hazard' AND status = 'missing'))
GROUP BY bucket
UNION ALL
SELECT toUInt32(arrayFirstIndex(e -> period_to <= e, {s1_ends:Array(Date)})) AS bucket, CAST(NULL AS Nullable(Float64)) AS f0s0, CAST(NULL AS Nullable(Float64)) AS f0s1, CAST(NULL AS Nullable(Float64)) AS f1s0, CAST(countIf(ifNull((kind = 'data_report' AND item = 'hazard'), false)) AS Nullable(Float64)) AS f1s1, CAST(NULL AS Nullable(Float64)) AS f2s0, CAST(countIf(ifNull((kind = 'data_report' AND item = 'hazard' AND status = 'missing'), false)) AS Nullable(Float64)) AS f2s1
FROM obligation
WHERE _partition_id IN {parts3:Array(String)} AND region IN (SELECT descendant FROM below) AND (period_to BETWEEN {s1_from:Date} AND {s1_to:Date}) AND ((kind = 'data_report' AND item = 'hazard') OR (kind = 'data_report' AND item = 'hazard' AND status = 'missing'))
GROUP BY bucket
)
GROUP BY bucket

-- closure = ["0-1"]
-- parts0 = ["202412-3","202501-3"]
-- parts1 = ["202401-3"]
-- parts2 = ["202412-3","202501-3"]
-- parts3 = ["202401-3"]
-- region = "370300"
-- s0_ends = ["2024-12-29","2025-01-05"]
-- s0_from = "2024-12-23"
-- s0_to = "2025-01-05"
-- s1_ends = ["2023-12-31","2024-01-07"]
-- s1_from = "2023-12-25"
-- s1_to = "2024-01-07"
-- tree = "managing"
-- tree_date = "2025-01-05"
