-- A job whose files are being removed is nobody's any more: nobody is given it for the same question.
UPDATE export_job SET state = 'expired', message = $2 WHERE id = $1 AND state NOT IN ('queued', 'running')
