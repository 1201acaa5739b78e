SELECT at, event, rank, who, remark, reason, version FROM alert_event WHERE signal = $1 ORDER BY number DESC LIMIT $2
