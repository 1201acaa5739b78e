-- How many persons have a certificate that is valid on the day, and of how many it ends by the last day: each person once an
-- audience, by the newest certificate, counted where that was recorded. No person leaves the statement.
SELECT toString(holder.1) AS region_code, toString(/*enterprise*/) AS enterprise_code, countIf(ends <= {lapsing_last:Date}) AS lapsing, count() AS valid
FROM (
    SELECT argMax(tuple(region, enterprise, toString(sector)), tuple(certificate_until, trained_on, system, id)) AS holder,
        max(certificate_until) AS ends
    FROM training
    WHERE _partition_id IN {parts:Array(String)} AND passed AND person != '' AND trained_on <= {day:Date}
        AND audience IN {audiences:Array(String)} AND certificate_until >= {day:Date}
    GROUP BY person, audience
)
WHERE /*where*/
GROUP BY region_code, enterprise_code
ORDER BY region_code, enterprise_code
