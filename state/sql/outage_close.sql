DELETE FROM outage WHERE subject = $1 AND (kind = $2 OR $2 = '')
RETURNING subject, kind, since, told_at, notices
