-- The numbers that are taken, in order; an empty series and the year 0 mean any.
SELECT series, year, number, kept, bulletin FROM bulletin_number WHERE ($1 = '' OR series = $1) AND ($2 = 0 OR year = $2) ORDER BY series, year, number
