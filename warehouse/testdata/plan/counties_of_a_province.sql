WITH below AS (SELECT descendant FROM region_closure WHERE _partition_id IN {closure:Array(String)} AND tree = {tree:String} AND valid_from <= {tree_date:Date} AND valid_to >= {tree_date:Date} AND ancestor = {region:String}),
unit_of AS (SELECT descendant AS leaf, toString(ancestor) AS unit FROM region_closure WHERE _partition_id IN {closure:Array(String)} AND tree = {tree:String} AND valid_from <= {tree_date:Date} AND valid_to >= {tree_date:Date} AND ancestor IN {units:Array(String)})
SELECT if(unit = '', {region:String}, unit) AS d0, toUInt32(1) AS bucket, CAST(sum(inspections) AS Nullable(Float64)) AS f0s0, CAST(sum(inspection_reports_due) AS Nullable(Float64)) AS f1s0, CAST(sum(inspection_reports_missing) AS Nullable(Float64)) AS f2s0
FROM rollup_monthly LEFT ANY JOIN unit_of ON region = leaf
WHERE _partition_id IN {parts0:Array(String)} AND region IN (SELECT descendant FROM below)
GROUP BY d0, bucket

-- closure = ["0-1"]
-- parts0 = ["202401-3","202402-3","202403-3","202404-3","202405-3","202406-3","202407-3","202408-3","202409-3","202410-3","202411-3","202412-3"]
-- region = "370000"
-- tree = "statutory"
-- tree_date = "2024-12-31"
-- units = ["370303","370321","ZB-GXQ"]
