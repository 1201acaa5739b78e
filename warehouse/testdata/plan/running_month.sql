WITH below AS (SELECT descendant FROM region_closure WHERE _partition_id IN {closure:Array(String)} AND tree = {tree:String} AND valid_from <= {tree_date:Date} AND valid_to >= {tree_date:Date} AND ancestor = {region:String})
SELECT bucket, max(f0s0), max(f0s1), max(f0s2), max(f1s0), max(f1s1), max(f1s2), max(f2s0), max(f2s1), max(f2s2)
FROM (
SELECT toUInt32(1) AS bucket, CAST(countIf(ifNull((found_on BETWEEN {s0_from:Date} AND {s0_to:Date}), false)) AS Nullable(Float64)) AS f0s0, CAST(countIf(ifNull((found_on BETWEEN {s1_from:Date} AND {s1_to:Date}), false)) AS Nullable(Float64)) AS f0s1, CAST(countIf(ifNull((found_on BETWEEN {s2_from:Date} AND {s2_to:Date}), false)) AS Nullable(Float64)) AS f0s2, CAST(NULL AS Nullable(Float64)) AS f1s0, CAST(NULL AS Nullable(Float64)) AS f1s1, CAST(NULL AS Nullable(Float64)) AS f1s2, CAST(NULL AS Nullable(Float64)) AS f2s0, CAST(NULL AS Nullable(Float64)) AS f2s1, CAST(NULL AS Nullable(Float64)) AS f2s2
FROM hazard
WHERE _partition_id IN {parts0:Array(String)} AND region IN (SELECT descendant FROM below) AND (found_on BETWEEN {s0_from:Date} AND {s0_to:Date} OR found_on BETWEEN {s1_from:Date} AND {s1_to:Date} OR found_on BETWEEN {s2_from:Date} AND {s2_to:Date})
GROUP BY bucket
UNION ALL
SELECT toUInt32(1) AS bucket, CAST(NULL AS Nullable(Float64)) AS f0s0, CAST(NULL AS Nullable(Float64)) AS f0s1, CAST(NULL AS Nullable(Float64)) AS f0s2, CAST(countIf(ifNull((kind = 'data_report' AND item = 'hazard') AND (period_to BETWEEN {s0_from:Date} AND {s0_to:Date}), false)) AS Nullable(Float64)) AS f1s0, CAST(countIf(ifNull((kind = 'data_report' AND item = 'hazard') AND (period_to BETWEEN {s1_from:Date} AND {s1_to:Date}), false)) AS Nullable(Float64)) AS f1s1, CAST(countIf(ifNull((kind = 'data_report' AND item = 'hazard') AND (period_to BETWEEN {s2_from:Date} AND {s2_to:Date}), false)) AS Nullable(Float64)) AS f1s2, CAST(countIf(ifNull((kind = 'data_report' AND item = 'hazard' AND status = 'missing') AND (period_to BETWEEN {s0_from:Date} AND {s0_to:Date}), false)) AS Nullable(Float64)) AS f2s0, CAST(countIf(ifNull((kind = 'data_report' AND item = 'hazard' AND status = 'missing') AND (period_to BETWEEN {s1_from:Date} AND {s1_to:Date}), false)) AS Nullable(Float64)) AS f2s1, CAST(countIf(ifNull((kind = 'data_report' AND item = 'hazard' AND status = 'missing') AND (period_to BETWEEN {s2_from:Date} AND {s2_to:Date}), false)) AS Nullable(Float64)) AS f2s2
FROM obligation
WHERE _partition_id IN {parts1:Array(String)} AND region IN (SELECT descendant FROM below) AND (period_to BETWEEN {s0_from:Date} AND {s0_to:Date} OR period_to BETWEEN {s1_from:Date} AND {s1_to:Date} OR period_to BETWEEN {s2_from:Date} AND {s2_to:Date}) AND ((kind = 'data_report' AND item = 'hazard') OR (kind = 'data_report' AND item = 'hazard' AND status = 'missing'))
GROUP BY bucket
)
GROUP BY bucket

-- closure = ["0-1"]
-- parts0 = ["202505-3","202405-3","202504-3"]
-- parts1 = ["202505-3","202405-3","202504-3"]
-- region = "370300"
-- s0_from = "2025-05-01"
-- s0_to = "2025-05-15"
-- s1_from = "2024-05-01"
-- s1_to = "2024-05-15"
-- s2_from = "2025-04-01"
-- s2_to = "2025-04-15"
-- tree = "managing"
-- tree_date = "2025-05-15"
