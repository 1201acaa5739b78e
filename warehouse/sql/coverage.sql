-- From which recorded region which facts have ever come, and since which month.
WITH [
    minIf(month, inspections > 0), minIf(month, hazards_found > 0), minIf(month, trainings > 0),
    minIf(month, accident_records > 0), minIf(month, obligations_due > 0)
] AS months
SELECT
    toString(region),
    arrayFilter((fact, since) -> since > 0, ['inspection', 'hazard', 'training', 'accident', 'obligation'], months),
    arrayFilter(since -> since > 0, months)
FROM rollup_monthly
WHERE _partition_id IN {parts:Array(String)}
GROUP BY region
