WITH below AS (SELECT descendant FROM region_closure WHERE _partition_id IN {closure:Array(String)} AND tree = {tree:String} AND valid_from <= {tree_date:Date} AND valid_to >= {tree_date:Date} AND ancestor = {region:String})
SELECT bucket, max(f0s0), max(f1s0), max(f2s0), max(f3s0), max(f4s0)
FROM (
SELECT toUInt32(1) AS bucket, CAST(sum(hazards_found) AS Nullable(Float64)) AS f0s0, CAST(sum(deaths) AS Nullable(Float64)) AS f1s0, CAST(sum(accident_records) AS Nullable(Float64)) AS f2s0, CAST(sum(accidents) AS Nullable(Float64)) AS f3s0, CAST(NULL AS Nullable(Float64)) AS f4s0
FROM rollup_monthly
WHERE _partition_id IN {parts0:Array(String)} AND region IN (SELECT descendant FROM below) AND region IN (SELECT descendant FROM region_closure WHERE _partition_id IN {closure:Array(String)} AND ancestor IN {scope_regions:Array(String)}) AND sector IN (SELECT code FROM sector WHERE _partition_id IN {sectors:Array(String)} AND (code IN {scope_sectors:Array(String)} OR parent IN {scope_sectors:Array(String)}))
GROUP BY bucket
UNION ALL
SELECT toUInt32(1) AS bucket, CAST(NULL AS Nullable(Float64)) AS f0s0, CAST(NULL AS Nullable(Float64)) AS f1s0, CAST(NULL AS Nullable(Float64)) AS f2s0, CAST(NULL AS Nullable(Float64)) AS f3s0, CAST(countIf(ifNull(((status != 'struck_off') AND isNull(deaths)), false)) AS Nullable(Float64)) AS f4s0
FROM accident
WHERE _partition_id IN {parts1:Array(String)} AND region IN (SELECT descendant FROM below) AND region IN (SELECT descendant FROM region_closure WHERE _partition_id IN {closure:Array(String)} AND ancestor IN {scope_regions:Array(String)}) AND sector IN (SELECT code FROM sector WHERE _partition_id IN {sectors:Array(String)} AND (code IN {scope_sectors:Array(String)} OR parent IN {scope_sectors:Array(String)})) AND (occurred_on BETWEEN {s0_from:Date} AND {s0_to:Date}) AND (((status != 'struck_off') AND isNull(deaths)))
GROUP BY bucket
)
GROUP BY bucket

-- closure = ["0-1"]
-- parts0 = ["202504-3"]
-- parts1 = ["202504-3"]
-- region = "370321"
-- s0_from = "2025-04-01"
-- s0_to = "2025-04-30"
-- scope_regions = ["370321","ZB-GXQ"]
-- scope_sectors = ["mine"]
-- sectors = ["0-1"]
-- tree = "managing"
-- tree_date = "2025-04-30"
