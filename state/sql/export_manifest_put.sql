INSERT INTO export_manifest (id, owner, status, reason, body, created_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7)
ON CONFLICT (id) DO UPDATE SET status = excluded.status, reason = excluded.reason, body = excluded.body, expires_at = excluded.expires_at
