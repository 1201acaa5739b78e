UPDATE lease SET until = {now} + $4
WHERE name = $1 AND holder = $2 AND token = $3 AND until > {now}
RETURNING name, holder, token, until
