WITH
/*gcj02*/
SELECT code, name, full_name, level, kind, statutory_parent, managing_parent, valid_from, valid_to, successors, document,
    longitude, latitude, coordinate_system, map_longitude, map_latitude, responsible_unit, responsible_post
FROM region
WHERE _partition_id IN {parts:Array(String)}
ORDER BY code, valid_from
