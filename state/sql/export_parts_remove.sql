DELETE FROM export_part WHERE job = $1
