INSERT INTO %[1]s (system, id, region, sector, name, run, row)
SELECT {system:String}, enterprise, argMax(region, row), argMax(sector, row), enterprise, {run:String}, max(row)
FROM %[2]s
WHERE enterprise != '' AND enterprise NOT IN (SELECT id FROM enterprise WHERE _partition_id IN {parts:Array(String)})
GROUP BY enterprise
