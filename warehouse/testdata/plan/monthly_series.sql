WITH below AS (SELECT descendant FROM region_closure WHERE _partition_id IN {closure:Array(String)} AND tree = {tree:String} AND valid_from <= {tree_date:Date} AND valid_to >= {tree_date:Date} AND ancestor = {region:String})
SELECT bucket, max(f0s0), max(f0s1), max(f1s0), max(f1s1), max(f2s0), max(f2s1), max(f3s0), max(f3s1), max(f4s0), max(f4s1), max(f5s0), max(f5s1)
FROM (
SELECT toUInt32(arrayFirstIndex(e -> month <= toYYYYMM(e), {s0_ends:Array(Date)})) AS bucket, CAST(sum(deaths_coal) AS Nullable(Float64)) AS f0s0, CAST(NULL AS Nullable(Float64)) AS f0s1, CAST(sum(accident_records) AS Nullable(Float64)) AS f1s0, CAST(NULL AS Nullable(Float64)) AS f1s1, CAST(sum(accident_reports_due) AS Nullable(Float64)) AS f2s0, CAST(NULL AS Nullable(Float64)) AS f2s1, CAST(sum(accident_reports_missing) AS Nullable(Float64)) AS f3s0, CAST(NULL AS Nullable(Float64)) AS f3s1, CAST(sum(accidents_coal) AS Nullable(Float64)) AS f4s0, CAST(NULL AS Nullable(Float64)) AS f4s1, CAST(NULL AS Nullable(Float64)) AS f5s0, CAST(NULL AS Nullable(Float64)) AS f5s1
FROM rollup_monthly
WHERE _partition_id IN {parts0:Array(String)} AND region IN (SELECT descendant FROM below)
GROUP BY bucket
UNION ALL
SELECT toUInt32(arrayFirstIndex(e -> month <= toYYYYMM(e), {s1_ends:Array(Date)})) AS bucket, CAST(NULL AS Nullable(Float64)) AS f0s0, CAST(sum(deaths_coal) AS Nullable(Float64)) AS f0s1, CAST(NULL AS Nullable(Float64)) AS f1s0, CAST(sum(accident_records) AS Nullable(Float64)) AS f1s1, CAST(NULL AS Nullable(Float64)) AS f2s0, CAST(sum(accident_reports_due) AS Nullable(Float64)) AS f2s1, CAST(NULL AS Nullable(Float64)) AS f3s0, CAST(sum(accident_reports_missing) AS Nullable(Float64)) AS f3s1, CAST(NULL AS Nullable(Float64)) AS f4s0, CAST(sum(accidents_coal) AS Nullable(Float64)) AS f4s1, CAST(NULL AS Nullable(Float64)) AS f5s0, CAST(NULL AS Nullable(Float64)) AS f5s1
FROM rollup_monthly
WHERE _partition_id IN {parts1:Array(String)} AND region IN (SELECT descendant FROM below)
GROUP BY bucket
UNION ALL
SELECT toUInt32(arrayFirstIndex(e -> occurred_on <= e, {s0_ends:Array(Date)})) AS bucket, CAST(NULL AS Nullable(Float64)) AS f0s0, CAST(NULL AS Nullable(Float64)) AS f0s1, CAST(NULL AS Nullable(Float64)) AS f1s0, CAST(NULL AS Nullable(Float64)) AS f1s1, CAST(NULL AS Nullable(Float64)) AS f2s0, CAST(NULL AS Nullable(Float64)) AS f2s1, CAST(NULL AS Nullable(Float64)) AS f3s0, CAST(NULL AS Nullable(Float64)) AS f3s1, CAST(NULL AS Nullable(Float64)) AS f4s0, CAST(NULL AS Nullable(Float64)) AS f4s1, CAST(countIf(ifNull(((status != 'struck_off' AND sector = 'coal_mine') AND isNull(deaths)), false)) AS Nullable(Float64)) AS f5s0, CAST(NULL AS Nullable(Float64)) AS f5s1
FROM accident
WHERE _partition_id IN {parts2:Array(String)} AND region IN (SELECT descendant FROM below) AND (occurred_on BETWEEN {s0_from:Date} AND {s0_to:Date}) AND (((status != 'struck_off' AND sector = 'coal_mine') AND isNull(deaths)))
GROUP BY bucket
UNION ALL
SELECT toUInt32(arrayFirstIndex(e -> occurred_on <= e, {s1_ends:Array(Date)})) AS bucket, CAST(NULL AS Nullable(Float64)) AS f0s0, CAST(NULL AS Nullable(Float64)) AS f0s1, CAST(NULL AS Nullable(Float64)) AS f1s0, CAST(NULL AS Nullable(Float64)) AS f1s1, CAST(NULL AS Nullable(Float64)) AS f2s0, CAST(NULL AS Nullable(Float64)) AS f2s1, CAST(NULL AS Nullable(Float64)) AS f3s0, CAST(NULL AS Nullable(Float64)) AS f3s1, CAST(NULL AS Nullable(Float64)) AS f4s0, CAST(NULL AS Nullable(Float64)) AS f4s1, CAST(NULL AS Nullable(Float64)) AS f5s0, CAST(countIf(ifNull(((status != 'struck_off' AND sector = 'coal_mine') AND isNull(deaths)), false)) AS Nullable(Float64)) AS f5s1
FROM accident
WHERE _partition_id IN {parts3:Array(String)} AND region IN (SELECT descendant FROM below) AND (occurred_on BETWEEN {s1_from:Date} AND {s1_to:Date}) AND (((status != 'struck_off' AND sector = 'coal_mine') AND isNull(deaths)))
GROUP BY bucket
)
GROUP BY bucket

-- closure = ["0-1"]
-- parts0 = ["202501-3","202502-3","202503-3","202504-3"]
-- parts1 = ["202401-3","202402-3","202403-3","202404-3"]
-- parts2 = ["202501-3","202502-3","202503-3","202504-3"]
-- parts3 = ["202401-3","202402-3","202403-3","202404-3"]
-- region = "370300"
-- s0_ends = ["2025-01-31","2025-02-28","2025-03-31","2025-04-30"]
-- s0_from = "2025-01-01"
-- s0_to = "2025-04-30"
-- s1_ends = ["2024-01-31","2024-02-29","2024-03-31","2024-04-30"]
-- s1_from = "2024-01-01"
-- s1_to = "2024-04-30"
-- tree = "managing"
-- tree_date = "2025-04-30"
