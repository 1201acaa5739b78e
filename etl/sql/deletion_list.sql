INSERT INTO deletion (run, pipeline, fact, system, id, region, month, why, loaded_by)
SELECT {run:String}, {pipeline:String}, {fact:String}, f.system, f.id, f.region, f.month, l.why, f.run
FROM
(
    SELECT reinterpretAsUInt128(sipHash128(system, id)) AS key, system, id, region, month, run
    FROM %[1]s
    WHERE _partition_id IN {parts:Array(String)} AND key IN (SELECT key FROM %[2]s)
) AS f
INNER JOIN %[2]s AS l ON f.key = l.key
