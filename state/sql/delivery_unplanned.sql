-- What people are told of and nobody planned yet: that a bulletin was issued, that one which was issued is void, and that somebody
-- whose name is given drafted one.
SELECT a.bulletin, a.number, a.stage, a.at FROM bulletin_act AS a
WHERE (a.stage = 'issued'
		OR a.stage = 'void' AND EXISTS (SELECT 1 FROM bulletin_act AS i WHERE i.bulletin = a.bulletin AND i.stage = 'issued')
		OR a.number = 1 AND a.who = $1)
	AND NOT EXISTS (SELECT 1 FROM delivery_plan AS p WHERE p.bulletin = a.bulletin AND p.act = a.number)
ORDER BY a.at, a.bulletin, a.number LIMIT $2
