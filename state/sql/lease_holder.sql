SELECT name, holder, token, until FROM lease WHERE name = $1 AND until > {now}
