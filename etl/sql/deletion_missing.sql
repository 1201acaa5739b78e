INSERT INTO %[1]s
SELECT key, 'missing'
FROM (SELECT reinterpretAsUInt128(sipHash128(system, id)) AS key FROM %[2]s WHERE %[3]s)
WHERE key NOT IN (SELECT key FROM %[4]s)
