SELECT owner FROM export_owner WHERE job = $1 ORDER BY asked_at, owner
