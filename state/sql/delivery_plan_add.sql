INSERT INTO delivery_plan (bulletin, act, at) VALUES ($1, $2, $3) ON CONFLICT (bulletin, act) DO NOTHING
