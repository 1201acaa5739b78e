INSERT INTO delivery_try (delivery, number, at, state, answer)
SELECT CAST($1 AS TEXT), 1 + count(*), CAST($2 AS BIGINT), CAST($3 AS TEXT), CAST($4 AS TEXT) FROM delivery_try WHERE delivery = $1
