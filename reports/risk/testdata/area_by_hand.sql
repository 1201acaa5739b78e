-- The model area-risk worked out by hand, straight from the facts: the index in hundredths and the colour of every unit on {day}.
-- Fractions stay whole numbers over whole numbers to the end, where each contribution is rounded half up.
WITH
    {day:Date} AS day, toStartOfMonth(day) AS month_1, addMonths(month_1, -2) AS month_3, addMonths(month_1, -11) AS month_12,
    unit_of AS (
        SELECT toString(ancestor) AS unit, toString(descendant) AS leaf FROM region_closure
        WHERE _partition_id IN {closure:Array(String)} AND tree = 'managing' AND valid_from <= day AND valid_to >= day AND ancestor IN {units:Array(String)}
    ),
    e AS (
        SELECT unit, toInt256(count()) AS n, toInt256(countIf(inherent_risk != '')) AS told,
            toInt256(100 * countIf(inherent_risk = 'red') + 60 * countIf(inherent_risk = 'orange') + 30 * countIf(inherent_risk = 'yellow') + 10 * countIf(inherent_risk = 'blue')) AS colours,
            toInt256(countIf(major_hazard)) AS installations, countIf(major_hazard IS NOT NULL) > 0 AS installations_told,
            toInt256(countIf(high_risk)) AS high, countIf(high_risk IS NOT NULL) > 0 AS high_told
        FROM enterprise INNER JOIN unit_of ON region = leaf WHERE _partition_id IN {enterprise:Array(String)} GROUP BY unit
    ),
    h AS (
        SELECT unit, toInt256(countIf(open AND level = 'major')) AS open_major, toInt256(countIf(open)) AS opened,
            toInt256(countIf(open AND deadline < day)) AS overdue, countIf(open AND deadline < day AND level = 'major') AS overdue_major,
            toInt256(countIf(deadline BETWEEN month_3 AND day)) AS due,
            toInt256(countIf(deadline BETWEEN month_3 AND day AND rectified_on <= deadline)) AS on_time,
            countIf(found_on BETWEEN month_1 AND day) AS found_1, countIf(found_on BETWEEN month_3 AND day) AS found_3
        FROM (
            SELECT *, found_on <= day AND (rectified_on IS NULL OR rectified_on > day) AS open, coalesce(extended_due_on, due_on) AS deadline
            FROM hazard WHERE _partition_id IN {hazard:Array(String)}
        ) AS records INNER JOIN unit_of ON region = leaf GROUP BY unit
    ),
    a AS (
        SELECT unit, count() AS records, countIf(counted IS NOT NULL) AS told, toInt256(countIf(live AND counted)) AS number,
            toInt256(ifNull(sumIf(deaths, live AND counted), 0)) AS died, countIf(live AND counted AND deaths IS NOT NULL) AS died_told,
            countIf(live AND counted AND grade IN ('larger', 'major', 'extraordinary')) AS larger,
            countIf(live AND counted AND grade IN ('major', 'extraordinary')) AS major
        FROM (SELECT *, status != 'struck_off' AS live FROM accident WHERE _partition_id IN {accident:Array(String)} AND occurred_on BETWEEN month_12 AND day) AS records
        INNER JOIN unit_of ON region = leaf GROUP BY unit
    ),
    t AS (
        SELECT unit, toInt256(uniqExactIf(person, person != '' AND passed AND trained_on <= day AND certificate_until >= day)) AS valid,
            toInt256(uniqExactIf(person, person != '' AND passed AND trained_on <= day AND certificate_until >= day - 365)) AS held,
            countIf(trained_on BETWEEN month_1 AND day) AS trained_1
        FROM training INNER JOIN unit_of ON region = leaf WHERE _partition_id IN {training:Array(String)} GROUP BY unit
    ),
    i AS (
        SELECT unit, toInt256(uniqExactIf(enterprise, enterprise != '')) AS inspected, count() AS inspections
        FROM inspection INNER JOIN unit_of ON region = leaf
        WHERE _partition_id IN {inspection:Array(String)} AND inspected_on BETWEEN month_12 AND day GROUP BY unit
    ),
    -- who owed reports and sent none, in one, three and twelve months
    o AS (
        SELECT unit,
            countIf(item = 'hazard' AND period_to >= month_1) AS h1, countIf(item = 'hazard' AND period_to >= month_1 AND status = 'missing') AS h1_missing,
            countIf(item = 'hazard' AND period_to >= month_3) AS h3, countIf(item = 'hazard' AND period_to >= month_3 AND status = 'missing') AS h3_missing,
            countIf(item = 'training' AND period_to >= month_1) AS t1, countIf(item = 'training' AND period_to >= month_1 AND status = 'missing') AS t1_missing,
            countIf(item = 'inspection') AS i12, countIf(item = 'inspection' AND status = 'missing') AS i12_missing,
            countIf(item = 'accident') AS a12, countIf(item = 'accident' AND status = 'missing') AS a12_missing
        FROM obligation INNER JOIN unit_of ON region = leaf
        WHERE _partition_id IN {obligation:Array(String)} AND kind = 'data_report' AND period_to BETWEEN month_12 AND day GROUP BY unit
    ),
    -- of every factor: weight, whether it is known, and the score as a over b
    factors AS (
        SELECT u.unit AS unit, h.overdue_major AS overdue_major, a.larger AS larger, a.major AS major,
            o.h1 > 0 AND o.h1_missing >= o.h1 AND h.found_1 = 0 AS hazards_silent,
            (a.number + 3 * a.died) * 100 AS hurt,
            [
                (50, e.told > 0, 100 * (e.colours - 10 * e.told), 50 * e.told),
                (30, e.n > 0 AND e.installations_told, 10000 * e.installations, 10 * e.n),
                (20, e.n > 0 AND e.high_told, 10000 * e.high, 60 * e.n)
            ] AS inherent,
            [
                (25, e.n > 0 AND NOT (hazards_silent AND h.open_major = 0), 10000 * h.open_major, 5 * e.n),
                (20, NOT (hazards_silent AND (h.opened = 0 OR h.overdue = 0)), if(h.opened = 0, toInt256(0), 100 * (100 * h.overdue - 5 * h.opened)), if(h.opened = 0, toInt256(1), 45 * h.opened)),
                (25, e.n > 0 AND (a.records = 0 OR a.told > 0) AND (a.number = 0 OR a.died_told > 0) AND NOT (a.records = 0 AND o.a12 > 0 AND o.a12_missing >= o.a12),
                    multiIf(hurt <= 2 * e.n, 30 * hurt, hurt <= 10 * e.n, 240 * e.n + 40 * (hurt - 2 * e.n), hurt <= 30 * e.n, 1400 * e.n + 30 * (hurt - 10 * e.n), toInt256(100)),
                    multiIf(hurt <= 2 * e.n, 2 * e.n, hurt <= 10 * e.n, 8 * e.n, hurt <= 30 * e.n, 20 * e.n, toInt256(1))),
                (10, t.held > 0 AND NOT (t.trained_1 = 0 AND t.valid = 0 AND o.t1 > 0 AND o.t1_missing >= o.t1), 10000 * (t.held - t.valid), 40 * t.held),
                (10, e.n > 0 AND NOT (i.inspections = 0 AND o.i12 > 0 AND o.i12_missing >= o.i12), 100 * (80 * e.n - 100 * i.inspected), 70 * e.n),
                (10, h.due > 0 AND NOT (h.found_3 = 0 AND h.on_time = 0 AND o.h3 > 0 AND o.h3_missing >= o.h3), 10000 * (h.due - h.on_time), 40 * h.due)
            ] AS dynamic
        FROM (SELECT arrayJoin({units:Array(String)}) AS unit) AS u
        LEFT JOIN e ON e.unit = u.unit LEFT JOIN h ON h.unit = u.unit LEFT JOIN a ON a.unit = u.unit
        LEFT JOIN t ON t.unit = u.unit LEFT JOIN i ON i.unit = u.unit LEFT JOIN o ON o.unit = u.unit
    )
SELECT unit,
    arraySum(arrayMap(f -> if(f.2, f.1, 0), inherent)) AS inherent_known, arraySum(arrayMap(f -> if(f.2, f.1, 0), dynamic)) AS dynamic_known,
    inherent_known > 0 AND dynamic_known > 0 AND 40 * inherent_known + 60 * dynamic_known >= 6000 AS rated,
    -- 40 × weight / known weights × score / 100, in hundredths, rounded half up
    arraySum(arrayMap(f -> if(f.2, intDiv(2 * 40 * f.1 * least(greatest(f.3, 0), 100 * f.4) + toInt256(inherent_known) * f.4, 2 * toInt256(inherent_known) * f.4), toInt256(0)), inherent))
    + arraySum(arrayMap(f -> if(f.2, intDiv(2 * 60 * f.1 * least(greatest(f.3, 0), 100 * f.4) + toInt256(dynamic_known) * f.4, 2 * toInt256(dynamic_known) * f.4), toInt256(0)), dynamic)) AS hundredths,
    multiIf(NOT rated, 0, hundredths >= 6000, 4, hundredths >= 4500, 3, hundredths >= 3000, 2, 1) AS by_index,
    greatest(by_index, multiIf(major > 0, 4, larger > 0, 3, overdue_major > 0, 2, 0)) AS grave
FROM factors ORDER BY unit
