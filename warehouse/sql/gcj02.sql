    -- Degrees in GCJ-02 (国测局坐标系) of a row's longitude, latitude and coordinate_system: map_longitude and map_latitude, NULL where one is missing.
    -- From WGS 84 by the formulas that map services publish as libraries; CGCS2000 lies within a metre of WGS 84; BD-09 back by
    -- its own formula, which is its inverse to about a metre. Outside China GCJ-02 is WGS 84.
    toFloat64(longitude) AS given_lon, toFloat64(latitude) AS given_lat,
    coordinate_system IN ('wgs84', 'cgcs2000') AND given_lon BETWEEN 72.004 AND 137.8347 AND given_lat BETWEEN 0.8293 AND 55.8271 AS shifted,
    given_lon - 105 AS gx, given_lat - 35 AS gy,
    (20 * sin(6 * gx * pi()) + 20 * sin(2 * gx * pi())) * 2 / 3 AS wave,
    -100 + 2 * gx + 3 * gy + 0.2 * gy * gy + 0.1 * gx * gy + 0.2 * sqrt(abs(gx)) + wave + (20 * sin(gy * pi()) + 40 * sin(gy / 3 * pi())) * 2 / 3
        + (160 * sin(gy / 12 * pi()) + 320 * sin(gy / 30 * pi())) * 2 / 3 AS north,
    300 + gx + 2 * gy + 0.1 * gx * gx + 0.1 * gx * gy + 0.1 * sqrt(abs(gx)) + wave + (20 * sin(gx * pi()) + 40 * sin(gx / 3 * pi())) * 2 / 3
        + (150 * sin(gx / 12 * pi()) + 300 * sin(gx / 30 * pi())) * 2 / 3 AS east,
    1 - 0.00669342162296594323 * pow(sin(given_lat / 180 * pi()), 2) AS curve,
    north * 180 / (6378245.0 * (1 - 0.00669342162296594323) / (curve * sqrt(curve)) * pi()) AS north_degrees,
    east * 180 / (6378245.0 / sqrt(curve) * cos(given_lat / 180 * pi()) * pi()) AS east_degrees,
    given_lon - 0.0065 AS bx, given_lat - 0.006 AS by,
    sqrt(bx * bx + by * by) - 0.00002 * sin(by * pi() * 3000 / 180) AS reach,
    atan2(by, bx) - 0.000003 * cos(bx * pi() * 3000 / 180) AS angle,
    multiIf(isNull(given_lon) OR isNull(given_lat) OR coordinate_system = '', NULL, shifted, given_lon + east_degrees, coordinate_system = 'bd09', reach * cos(angle), given_lon) AS map_longitude,
    multiIf(isNull(given_lon) OR isNull(given_lat) OR coordinate_system = '', NULL, shifted, given_lat + north_degrees, coordinate_system = 'bd09', reach * sin(angle), given_lat) AS map_latitude
