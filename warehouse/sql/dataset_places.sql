-- What a recorded region and those above it are called, and since when: a row for every day on which any of that changes.
-- A code that is no more keeps its last name, and lies where its successor lies.
WITH
    links AS (
        SELECT
            c.descendant AS code, c.ancestor_level AS level, c.depth AS depth, r.name AS name,
            greatest(c.valid_from, r.valid_from) AS since, least(c.valid_to, r.valid_to) AS until
        FROM region_closure AS c
        INNER JOIN region AS r ON c.ancestor = r.code
        WHERE c._partition_id IN {closure:Array(String)} AND r._partition_id IN {regions:Array(String)} AND c.tree = {tree:String}
            AND c.valid_from <= r.valid_to AND r.valid_from <= c.valid_to
            AND c.descendant IN (SELECT region FROM /*table*/ WHERE _partition_id IN {parts_of:Array(String)})
    ),
    days AS (SELECT DISTINCT code, since FROM links)
SELECT
    d.code AS code, d.since AS since,
    argMaxIf(l.name, l.since, l.depth = 0) AS region_name,
    anyIf(l.name, l.until >= d.since AND l.level = 'province') AS province,
    anyIf(l.name, l.until >= d.since AND l.level = 'city') AS city,
    anyIf(l.name, l.until >= d.since AND l.level = 'county') AS county,
    anyIf(l.name, l.until >= d.since AND l.level = 'town') AS town
FROM days AS d
INNER JOIN links AS l ON d.code = l.code
WHERE l.since <= d.since
GROUP BY code, since
