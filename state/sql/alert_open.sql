SELECT id, rule, rule_hash, stage, rank, highest, single, times, first_seen, last_seen, cleared_at, ended,
	ack_at, ack_by, ack_remark, ack_rank, version, body
FROM alert_signal WHERE stage = 'on' ORDER BY id
