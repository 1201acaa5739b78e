UPDATE alert_signal SET ack_at = $2, ack_by = $3, ack_remark = $4, ack_rank = rank WHERE id = $1 AND stage = 'on'
RETURNING rank, body
