SELECT subject, kind, since, told_at, notices FROM outage ORDER BY since, subject, kind
