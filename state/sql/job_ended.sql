UPDATE job SET last_task = $2 WHERE name = $1
