UPDATE lease SET until = 0 WHERE name = $1 AND holder = $2 AND token = $3
