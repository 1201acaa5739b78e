-- Nothing is added when somebody else added one to the case at the same moment.
INSERT INTO bulletin (id, case_key, number, kind, region, period, head, added) VALUES ($1, $2, $3, $4, $5, $6, $7, {now})
ON CONFLICT (case_key, number) DO NOTHING
