INSERT INTO %[1]s
SELECT *
FROM %[2]s
WHERE _partition_id IN {parts:Array(String)} AND row NOT IN (SELECT row FROM %[3]s)
SETTINGS max_partitions_per_insert_block = 0
