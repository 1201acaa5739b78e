INSERT INTO delivery (id, bulletin, act, event, recipient, planned_at, state, since, not_before) VALUES ($1, $2, $3, $4, $5, $6, 'waiting', $6, $6)
ON CONFLICT (id) DO NOTHING
