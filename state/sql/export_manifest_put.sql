INSERT INTO export_manifest (id, owner, status, reason, body, created_at, updated_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
ON CONFLICT (id) DO UPDATE SET status = excluded.status, reason = excluded.reason, body = excluded.body, updated_at = excluded.updated_at, expires_at = excluded.expires_at
