SELECT id, bulletin, act, event, recipient, planned_at, state, since, attempts, not_before, sent_at, answer FROM delivery
WHERE state = 'waiting' AND not_before <= $1 ORDER BY not_before, planned_at, id LIMIT $2
