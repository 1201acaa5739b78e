-- A row comes back when a notice is due: the outage is new, or people were told long ago.
INSERT INTO outage (subject, kind, since, told_at, notices) VALUES ($1, $2, $3, $3, 1)
ON CONFLICT (subject, kind) DO UPDATE SET told_at = excluded.told_at, notices = outage.notices + 1 WHERE outage.told_at <= $4
RETURNING subject, kind, since, told_at, notices
