-- Nothing is added when somebody else took the number at the same moment.
INSERT INTO assessment_run (id, case_key, number, scheme, region, period, head, added)
SELECT $1, $2, coalesce(max(number), 0) + 1, $3, $4, $5, $6, {now} FROM assessment_run WHERE case_key = $2
ON CONFLICT (case_key, number) DO NOTHING
