SELECT DISTINCT version FROM export_job WHERE state IN ('queued', 'running') ORDER BY version
