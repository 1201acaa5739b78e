-- Enterprises that the scope shows, by number. Two systems may know one: what was only named by records knows its name least.
SELECT id AS owner, name AS owner_name
FROM enterprise
WHERE _partition_id IN {enterprises:Array(String)} AND /*scope*/
ORDER BY id, system = {provisional:String}, system
LIMIT 1 BY id
