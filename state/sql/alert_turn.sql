UPDATE alert_evaluation SET number = number + 1 WHERE name = 'last' RETURNING number, at, version, day, rules
