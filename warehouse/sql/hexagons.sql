-- Figures by hexagon of H3, and a first row for all of it. An enterprise that two systems know stands once. geoToH3 takes latitude first,
-- in older engines longitude: a known place tells which. The corners come latitude first in all.
WITH places AS
(
    SELECT id AS enterprise_id, any(cell) AS hexagon/*own*/
    FROM
    (
        WITH
/*gcj02*/
        SELECT *,
            if(isNull(map_longitude) OR isNull(map_latitude), 0,
                if(geoToH3(toFloat64(36.81), toFloat64(117.95), toUInt8(7)) = 608841648679419903,
                    geoToH3(assumeNotNull(map_latitude), assumeNotNull(map_longitude), {resolution:UInt8}),
                    geoToH3(assumeNotNull(map_longitude), assumeNotNull(map_latitude), {resolution:UInt8}))) AS cell
        FROM enterprise
        WHERE /*places*/
        ORDER BY system
        LIMIT 1 BY id
    )
    GROUP BY id
)
SELECT if(hexagon = 0, '', h3ToString(if(hexagon = 0, 608841648679419903, hexagon))) AS name,
    if(hexagon = 0, [], arrayMap(c -> c.2, h3ToGeoBoundary(if(hexagon = 0, 608841648679419903, hexagon)))) AS longitudes,
    if(hexagon = 0, [], arrayMap(c -> c.1, h3ToGeoBoundary(if(hexagon = 0, 608841648679419903, hexagon)))) AS latitudes,
    (SELECT count() FROM places) AS enterprises,
    (SELECT count() FROM places WHERE hexagon != 0) AS located,
    CAST([/*sums*/] AS Array(Nullable(Float64))) AS figures
FROM places
/*joins*/
GROUP BY hexagon
ORDER BY name
LIMIT {most:UInt64}
