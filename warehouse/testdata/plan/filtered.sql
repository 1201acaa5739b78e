WITH below AS (SELECT descendant FROM region_closure WHERE _partition_id IN {closure:Array(String)} AND tree = {tree:String} AND valid_from <= {tree_date:Date} AND valid_to >= {tree_date:Date} AND ancestor = {region:String})
SELECT d0, bucket, max(f0s0), max(f1s0)
FROM (
SELECT toString(level) AS d0, toUInt32(1) AS bucket, CAST(countIf(true) AS Nullable(Float64)) AS f0s0, CAST(NULL AS Nullable(Float64)) AS f1s0
FROM hazard
WHERE _partition_id IN {parts0:Array(String)} AND region IN (SELECT descendant FROM below) AND toString(sector) IN {filter0:Array(String)} AND toString(source) NOT IN {filter1:Array(String)} AND (found_on BETWEEN {s0_from:Date} AND {s0_to:Date})
GROUP BY d0, bucket
UNION ALL
SELECT toString(level) AS d0, toUInt32(1) AS bucket, CAST(NULL AS Nullable(Float64)) AS f0s0, CAST(countIf(ifNull((found_on <= {s0_to:Date} AND (rectified_on IS NULL OR rectified_on > {s0_to:Date})), false)) AS Nullable(Float64)) AS f1s0
FROM hazard
WHERE _partition_id IN {parts1:Array(String)} AND region IN (SELECT descendant FROM below) AND toString(sector) IN {filter0:Array(String)} AND toString(source) NOT IN {filter1:Array(String)} AND ((found_on <= {s0_to:Date} AND (rectified_on IS NULL OR rectified_on > {s0_to:Date})))
GROUP BY d0, bucket
)
GROUP BY d0, bucket

-- closure = ["0-1"]
-- filter0 = ["mine","coal_mine"]
-- filter1 = ["self"]
-- parts0 = ["202504-3"]
-- parts1 = ["202401-3","202402-3","202403-3","202404-3","202405-3","202406-3","202407-3","202408-3","202409-3","202410-3","202411-3","202412-3","202501-3","202502-3","202503-3","202504-3","202505-3"]
-- region = "370300"
-- s0_from = "2025-04-01"
-- s0_to = "2025-04-30"
-- tree = "managing"
-- tree_date = "2025-04-30"
