DELETE FROM export_owner WHERE job = $1 AND owner = $2
