SELECT {of}, number, kind, stage, who, at, remark, detail, document, seal FROM {kept}_act WHERE {of} = $1 ORDER BY number
