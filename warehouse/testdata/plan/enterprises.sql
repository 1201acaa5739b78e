WITH below AS (SELECT descendant FROM region_closure WHERE _partition_id IN {closure:Array(String)} AND tree = {tree:String} AND valid_from <= {tree_date:Date} AND valid_to >= {tree_date:Date} AND ancestor = {region:String})
SELECT toString(class) AS d0, toUInt32(1) AS bucket, CAST(if(countIf(ifNull((employees IS NOT NULL AND safety_director IS NOT NULL), false)) = 0, NULL, countIf(ifNull((employees >= if(high_risk, 300, 1000) AND safety_director), false))) AS Nullable(Float64)) AS f0s0, CAST(NULL AS Nullable(Float64)) AS f0s1, CAST(if(countIf(ifNull((employees IS NOT NULL), false)) = 0, NULL, countIf(ifNull((employees >= if(high_risk, 300, 1000)), false))) AS Nullable(Float64)) AS f1s0, CAST(NULL AS Nullable(Float64)) AS f1s1, CAST(countIf(true) AS Nullable(Float64)) AS f2s0, CAST(NULL AS Nullable(Float64)) AS f2s1
FROM enterprise
WHERE _partition_id IN {parts0:Array(String)} AND region IN (SELECT descendant FROM below)
GROUP BY d0, bucket

-- closure = ["0-1"]
-- parts0 = ["0-4"]
-- region = "370300"
-- s0_to = "2025-04-30"
-- tree = "managing"
-- tree_date = "2025-04-30"
