-- What the audit knows as a result of an assessment.
SELECT DISTINCT subject FROM audit WHERE action LIKE 'assessment %' ORDER BY subject
