UPDATE export_manifest SET status = 'failed', reason = $1, updated_at = $2 WHERE status = 'running' AND updated_at < $3
