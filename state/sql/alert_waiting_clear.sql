DELETE FROM alert_waiting
