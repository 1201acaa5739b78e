UPDATE delivery SET state = 'waiting', since = $2, attempts = 0, not_before = $2 WHERE id = $1
