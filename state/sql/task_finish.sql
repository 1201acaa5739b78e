UPDATE task SET state = $3, code = $4, message = $5, ended_at = $6, not_before = $7, attempts = $8
WHERE id = $1 AND claim = $2 AND state = 'running'
