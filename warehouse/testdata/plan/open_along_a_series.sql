WITH below AS (SELECT descendant FROM region_closure WHERE _partition_id IN {closure:Array(String)} AND tree = {tree:String} AND valid_from <= {tree_date:Date} AND valid_to >= {tree_date:Date} AND ancestor = {region:String})
SELECT bucket, max(f0s0), max(f1s0), max(f2s0), max(f3s0), max(f4s0)
FROM (
SELECT toUInt32(arrayJoin(arrayFilter(i -> ifNull((level = 'major' AND found_on <= {s0_ends:Array(Date)}[i] AND coalesce(extended_due_on, due_on) < {s0_ends:Array(Date)}[i] AND (rectified_on IS NULL OR rectified_on > {s0_ends:Array(Date)}[i])), false), range(1, 3 + 1)))) AS bucket, CAST(countIf(true) AS Nullable(Float64)) AS f0s0, CAST(NULL AS Nullable(Float64)) AS f1s0, CAST(NULL AS Nullable(Float64)) AS f2s0, CAST(NULL AS Nullable(Float64)) AS f3s0, CAST(NULL AS Nullable(Float64)) AS f4s0
FROM hazard
WHERE _partition_id IN {parts0:Array(String)} AND region IN (SELECT descendant FROM below) AND ((arrayExists(e -> ifNull((level = 'major' AND found_on <= e AND coalesce(extended_due_on, due_on) < e AND (rectified_on IS NULL OR rectified_on > e)), false), {s0_ends:Array(Date)})))
GROUP BY bucket
UNION ALL
SELECT toUInt32(arrayFirstIndex(e -> found_on <= e, {s0_ends:Array(Date)})) AS bucket, CAST(NULL AS Nullable(Float64)) AS f0s0, CAST(countIf(ifNull((rectified_on <= {s0_ends:Array(Date)}[bucket]), false)) AS Nullable(Float64)) AS f1s0, CAST(NULL AS Nullable(Float64)) AS f2s0, CAST(NULL AS Nullable(Float64)) AS f3s0, CAST(NULL AS Nullable(Float64)) AS f4s0
FROM hazard
WHERE _partition_id IN {parts1:Array(String)} AND region IN (SELECT descendant FROM below) AND (found_on BETWEEN {s0_from:Date} AND {s0_to:Date})
GROUP BY bucket
UNION ALL
SELECT toUInt32(arrayFirstIndex(e -> month <= toYYYYMM(e), {s0_ends:Array(Date)})) AS bucket, CAST(NULL AS Nullable(Float64)) AS f0s0, CAST(NULL AS Nullable(Float64)) AS f1s0, CAST(sum(hazards_found) AS Nullable(Float64)) AS f2s0, CAST(sum(hazard_reports_due) AS Nullable(Float64)) AS f3s0, CAST(sum(hazard_reports_missing) AS Nullable(Float64)) AS f4s0
FROM rollup_monthly
WHERE _partition_id IN {parts2:Array(String)} AND region IN (SELECT descendant FROM below)
GROUP BY bucket
)
GROUP BY bucket

-- closure = ["0-1"]
-- parts0 = ["202401-3","202402-3","202403-3","202404-3","202405-3","202406-3","202407-3","202408-3","202409-3","202410-3","202411-3","202412-3","202501-3","202502-3","202503-3","202504-3","202505-3"]
-- parts1 = ["202501-3","202502-3","202503-3"]
-- parts2 = ["202501-3","202502-3","202503-3"]
-- region = "370300"
-- s0_ends = ["2025-01-31","2025-02-28","2025-03-31"]
-- s0_from = "2025-01-01"
-- s0_to = "2025-03-31"
-- tree = "managing"
-- tree_date = "2025-03-31"
