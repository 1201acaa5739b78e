-- What the audit, or an act, knows as a result of an assessment.
SELECT subject FROM audit WHERE action LIKE 'assessment %' UNION SELECT run FROM assessment_act ORDER BY 1
