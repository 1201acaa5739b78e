SELECT number, at, version, day, rules FROM alert_evaluation WHERE name = 'last'
