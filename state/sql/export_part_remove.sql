DELETE FROM export_part WHERE job = $1 AND number = $2
