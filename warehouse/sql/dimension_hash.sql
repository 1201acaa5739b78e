-- What the dimension tables hold, whatever the order of the rows. dimensionTable.hash computes the same in Go.
SELECT 'region' AS dimension, sum(xxHash64(arrayStringConcat([code, name, full_name, toString(level), toString(kind), statutory_parent, managing_parent,
    toString(valid_from), toString(valid_to), arrayStringConcat(successors, ';'), document, toString(sort),
    ifNull(toString(longitude), ''), ifNull(toString(latitude), ''), toString(coordinate_system), responsible_unit, responsible_post], '\t'))) AS hash
FROM region WHERE _partition_id IN {region:Array(String)}
UNION ALL
SELECT 'region_closure', sum(xxHash64(arrayStringConcat([toString(tree), toString(ancestor), descendant, toString(depth), toString(ancestor_level),
    toString(valid_from), toString(valid_to)], '\t')))
FROM region_closure WHERE _partition_id IN {region_closure:Array(String)}
UNION ALL
SELECT 'sector', sum(xxHash64(arrayStringConcat([code, name, name_en, parent, toString(list), department, arrayStringConcat(industries, ';'),
    toString(high_risk), toString(sort)], '\t')))
FROM sector WHERE _partition_id IN {sector:Array(String)}
UNION ALL
SELECT 'department', sum(xxHash64(arrayStringConcat([code, name, name_en, toString(sort)], '\t')))
FROM department WHERE _partition_id IN {department:Array(String)}
