SELECT t.delivery, t.number, t.at, t.state, t.answer FROM delivery_try AS t JOIN delivery AS d ON d.id = t.delivery
WHERE d.bulletin = $1 ORDER BY t.delivery, t.number
