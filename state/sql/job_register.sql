INSERT INTO job (name, handled) VALUES ($1, $2) ON CONFLICT (name) DO NOTHING
