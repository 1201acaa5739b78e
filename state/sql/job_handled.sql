UPDATE job SET handled = $3 WHERE name = $1 AND handled = $2
