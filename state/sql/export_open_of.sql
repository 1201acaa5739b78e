SELECT count(*) FROM export_job AS j JOIN export_owner AS o ON o.job = j.id WHERE o.owner = $1 AND j.state IN ('queued', 'running')
