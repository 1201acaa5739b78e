SELECT case_key, due, failed_at, attempts, not_before, message FROM drafting ORDER BY case_key
