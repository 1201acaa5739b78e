-- Runs as their last act left them, the latest first; an empty argument means any. The last three continue a list.
SELECT r.id, r.case_key, r.number, r.scheme, r.region, r.period, r.head, r.added, coalesce(f.who, ''), coalesce(a.number, 0), coalesce(a.stage, ''), coalesce(a.at, 0), coalesce(a.document, ''),
	(SELECT coalesce(min(at), 0) FROM assessment_act WHERE run = r.id AND stage = 'published')
FROM assessment_run AS r
LEFT JOIN assessment_act AS f ON f.run = r.id AND f.number = 1
LEFT JOIN assessment_act AS a ON a.run = r.id AND a.number = (SELECT max(number) FROM assessment_act WHERE run = r.id)
WHERE ($1 = '' OR r.id = $1) AND ($2 = '' OR r.case_key = $2) AND ($3 = '' OR r.scheme = $3) AND ($4 = '' OR r.region = $4)
	AND ($5 = '' OR r.period = $5) AND ($6 = '' OR a.stage = $6)
	AND (r.added < $7 OR r.added = $7 AND r.id < $8 OR $7 = 0)
ORDER BY r.added DESC, r.id DESC LIMIT $9
