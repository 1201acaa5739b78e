SELECT toString(table) AS table, groupUniqArray(partition_id) AS partitions
FROM system.parts
WHERE database = currentDatabase() AND active AND system.parts.table IN {tables:Array(String)}
GROUP BY table
