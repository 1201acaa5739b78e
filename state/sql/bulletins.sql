-- Bulletins as their last act left them, the latest first; an empty argument means any. The last three continue a list.
SELECT r.id, r.case_key, r.number, r.kind, r.region, r.period, r.head, r.added, coalesce(f.who, ''), coalesce(a.number, 0), coalesce(a.stage, ''), coalesce(a.at, 0), coalesce(a.document, ''),
	coalesce(a.detail, ''), coalesce(i.at, 0), coalesce(i.detail, '')
FROM bulletin AS r
LEFT JOIN bulletin_act AS f ON f.bulletin = r.id AND f.number = 1
LEFT JOIN bulletin_act AS a ON a.bulletin = r.id AND a.number = (SELECT max(number) FROM bulletin_act WHERE bulletin = r.id)
LEFT JOIN bulletin_act AS i ON i.bulletin = r.id AND i.number = (SELECT min(number) FROM bulletin_act WHERE bulletin = r.id AND stage = 'issued')
WHERE ($1 = '' OR r.id = $1) AND ($2 = '' OR r.case_key = $2) AND ($3 = '' OR r.kind = $3) AND ($4 = '' OR r.region = $4)
	AND ($5 = '' OR r.period = $5) AND ($6 = '' OR a.stage = $6)
	AND (r.added < $7 OR r.added = $7 AND r.id < $8 OR $7 = 0)
ORDER BY r.added DESC, r.id DESC LIMIT $9
