SELECT run, number, kind, stage, who, at, remark, detail, document, seal FROM assessment_act WHERE run = $1 ORDER BY number
