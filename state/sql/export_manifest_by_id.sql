SELECT id, owner, status, reason, body, created_at, updated_at, expires_at FROM export_manifest WHERE id = $1
