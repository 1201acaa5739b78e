-- What the audit, or an act, knows.
SELECT subject FROM audit WHERE action LIKE '{kept} %' UNION SELECT {of} FROM {kept}_act ORDER BY 1
