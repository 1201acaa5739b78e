UPDATE task SET state = $2, code = $3, message = $4, ended_at = $5 WHERE id = $1 AND state = 'waiting'
