DELETE FROM audit WHERE at < $1 AND (action NOT LIKE 'export%' OR at < $2)
