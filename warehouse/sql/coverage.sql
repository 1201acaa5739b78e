-- Which facts have ever come from which recorded region, whatever their period.
SELECT
    toString(region),
    arrayFilter((fact, records) -> records > 0,
        ['inspection', 'hazard', 'training', 'accident', 'obligation'],
        [sum(inspections), sum(hazards_found), sum(trainings), sum(accident_records), sum(obligations_due)])
FROM rollup_monthly
WHERE _partition_id IN {parts:Array(String)}
GROUP BY region
