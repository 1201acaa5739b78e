INSERT INTO counter (name, value) VALUES ($1, $2)
ON CONFLICT (name) DO UPDATE SET value = CASE WHEN counter.value + 1 > excluded.value THEN counter.value + 1 ELSE excluded.value END
RETURNING value
