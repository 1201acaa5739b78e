INSERT INTO export_job (id, fingerprint, data_set, format, version, request, asked_by, revision, state, created_at, not_before, parts, total_rows, total_bytes, exact, manifest)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'queued', $9, $9, $10, $11, $12, $13, $14)
