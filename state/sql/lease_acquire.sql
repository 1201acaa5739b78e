-- Taking a lease anew makes a new token, also for the same holder.
INSERT INTO lease (name, holder, token, until) VALUES ($1, $2, 1, {now} + $3)
ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, token = lease.token + 1, until = excluded.until
WHERE lease.until <= {now} OR lease.holder = excluded.holder
RETURNING name, holder, token, until
