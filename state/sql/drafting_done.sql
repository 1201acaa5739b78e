DELETE FROM drafting WHERE case_key = $1
