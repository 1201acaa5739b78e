UPDATE task SET run = $3 WHERE id = $1 AND claim = $2 AND state = 'running'
