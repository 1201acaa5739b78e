INSERT INTO job (name, schedule, handled) VALUES ($1, $2, $3)
ON CONFLICT (name) DO UPDATE SET schedule = excluded.schedule, handled = excluded.handled WHERE job.schedule <> excluded.schedule
