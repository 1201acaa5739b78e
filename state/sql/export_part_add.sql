INSERT INTO export_part (job, number, name, row_count, byte_count, sha256, written_at) VALUES ($1, $2, $3, $4, $5, $6, $7)
