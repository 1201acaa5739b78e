UPDATE job SET paused_at = 0, paused_by = '', paused_why = '' WHERE name = $1
