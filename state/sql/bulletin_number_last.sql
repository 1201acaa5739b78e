SELECT coalesce(max(number), 0), count(*) FROM bulletin_number WHERE series = $1 AND year = $2
