-- An empty argument means any.
SELECT id, bulletin, act, event, recipient, planned_at, state, since, attempts, not_before, sent_at, answer FROM delivery
WHERE ($1 = '' OR bulletin = $1) AND ($2 = '' OR state = $2) ORDER BY planned_at, id LIMIT $3
