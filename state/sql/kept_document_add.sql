INSERT INTO {kept}_document (sha256, body) VALUES ($1, $2) ON CONFLICT (sha256) DO NOTHING
