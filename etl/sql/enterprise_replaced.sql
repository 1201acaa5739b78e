INSERT INTO %[1]s
SELECT reinterpretAsUInt128(sipHash128(system, id)), 'replaced'
FROM enterprise
WHERE _partition_id IN {parts:Array(String)} AND system = {system:String} AND id IN (SELECT id FROM %[2]s)
