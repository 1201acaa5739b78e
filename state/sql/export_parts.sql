SELECT number, name, row_count, byte_count, sha256, written_at FROM export_part WHERE job = $1 ORDER BY number
