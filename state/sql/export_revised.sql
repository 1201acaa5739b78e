UPDATE export_job SET revision = $2 WHERE id = $1
