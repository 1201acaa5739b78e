-- Nothing is added when somebody else acted at the same moment.
INSERT INTO assessment_act (run, number, kind, stage, who, at, remark, detail, document) VALUES ($1, $2, $3, $4, $5, {now}, $6, $7, $8)
ON CONFLICT (run, number) DO NOTHING
