SELECT name, holder, token, until FROM lease WHERE until > {now} ORDER BY name
