SELECT code, name, name_en, parent, list, department, industries, high_risk
FROM sector
WHERE _partition_id IN {parts:Array(String)}
ORDER BY sort, code
