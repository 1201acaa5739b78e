UPDATE alert_evaluation SET at = $1, version = $2, day = $3, rules = $4 WHERE name = 'last'
