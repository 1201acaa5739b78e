INSERT INTO export_owner (job, owner, asked_at) VALUES ($1, $2, $3) ON CONFLICT (job, owner) DO NOTHING
