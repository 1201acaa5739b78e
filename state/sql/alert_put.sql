-- The acknowledgement stays until the warning is raised again or becomes worse than what was acknowledged ($16 is 1).
INSERT INTO alert_signal (id, rule, rule_hash, stage, rank, highest, single, times, first_seen, last_seen, cleared_at, ended, version, body)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
ON CONFLICT (id) DO UPDATE SET rule = excluded.rule, rule_hash = excluded.rule_hash, stage = excluded.stage, rank = excluded.rank,
	highest = excluded.highest, single = excluded.single, times = alert_signal.times + $15,
	first_seen = excluded.first_seen, last_seen = excluded.last_seen,
	cleared_at = excluded.cleared_at, ended = excluded.ended, version = excluded.version, body = excluded.body,
	ack_at = CASE WHEN $16 = 1 THEN 0 ELSE alert_signal.ack_at END, ack_by = CASE WHEN $16 = 1 THEN '' ELSE alert_signal.ack_by END,
	ack_remark = CASE WHEN $16 = 1 THEN '' ELSE alert_signal.ack_remark END, ack_rank = CASE WHEN $16 = 1 THEN 0 ELSE alert_signal.ack_rank END
