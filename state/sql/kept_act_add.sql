-- Nothing is added when somebody else acted at the same moment.
INSERT INTO {kept}_act ({of}, number, kind, stage, who, at, remark, detail, document, seal) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
ON CONFLICT ({of}, number) DO NOTHING
