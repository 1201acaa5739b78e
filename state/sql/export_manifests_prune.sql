DELETE FROM export_manifest WHERE expires_at < $1
