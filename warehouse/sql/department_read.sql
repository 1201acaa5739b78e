SELECT code, name, name_en
FROM department
WHERE _partition_id IN {parts:Array(String)}
ORDER BY sort, code
