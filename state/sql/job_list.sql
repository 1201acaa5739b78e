SELECT name, handled, paused_at, paused_by, paused_why, success_due, success_at, last_task FROM job ORDER BY name
