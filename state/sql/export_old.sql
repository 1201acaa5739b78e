SELECT id FROM export_job WHERE state NOT IN ('queued', 'running', 'done') AND CASE WHEN expires_at > ended_at THEN expires_at ELSE ended_at END < $1 ORDER BY id
