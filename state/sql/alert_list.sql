-- What people may be told, the gravest first, then the newest, then by id. $3 is 0 for all, 1 for those that are acknowledged,
-- 2 for those that are not; the list goes on after the row of $5 to $7, and begins where $5 is 0.
SELECT id, rule, rule_hash, stage, rank, highest, single, times, first_seen, last_seen, cleared_at, ended,
	ack_at, ack_by, ack_remark, ack_rank, version, body
FROM alert_signal
WHERE ($1 = '' OR stage = $1) AND ($2 = '' OR rule = $2)
	AND ($3 = 0 OR ($3 = 1 AND ack_at > 0) OR ($3 = 2 AND ack_at = 0)) AND ($4 = 1 OR single = 0)
	AND ($5 = 0 OR rank < $5 OR (rank = $5 AND (first_seen < $6 OR (first_seen = $6 AND id > $7))))
ORDER BY rank DESC, first_seen DESC, id LIMIT $8
