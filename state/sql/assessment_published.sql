-- Runs that were ever published, as their last act left them, in the order of their cases. Their heads are left out.
SELECT r.id, r.case_key, r.number, r.scheme, r.region, r.period, '', r.added, '', a.number, a.stage, a.at, a.document, p.at
FROM (SELECT run, min(at) AS at FROM assessment_act WHERE stage = 'published' GROUP BY run) AS p
INNER JOIN assessment_run AS r ON r.id = p.run
INNER JOIN assessment_act AS a ON a.run = p.run AND a.number = (SELECT max(number) FROM assessment_act WHERE run = p.run)
ORDER BY r.case_key, r.number
