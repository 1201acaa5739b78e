INSERT INTO alert_event (signal, number, at, event, rank, who, remark, reason, version)
SELECT $1, coalesce(max(number), 0) + 1, $2, $3, $4, $5, $6, $7, $8 FROM alert_event WHERE signal = $1
