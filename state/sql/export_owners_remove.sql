DELETE FROM export_owner WHERE job = $1
