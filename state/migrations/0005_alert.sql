-- Warnings (预警信号): one row a subject of a rule, for good. stage is on or over. rank is the severity, 4 for red to 1 for blue.
-- The acknowledgement is of the severity ack_rank; ack_at 0 is none. body is JSON of what people are shown.
CREATE TABLE alert_signal (
	id         TEXT PRIMARY KEY,
	rule       TEXT NOT NULL,
	rule_hash  TEXT NOT NULL,
	stage      TEXT NOT NULL,
	rank       BIGINT NOT NULL,
	highest    BIGINT NOT NULL,
	single     BIGINT NOT NULL,
	times      BIGINT NOT NULL,
	first_seen BIGINT NOT NULL,
	last_seen  BIGINT NOT NULL,
	cleared_at BIGINT NOT NULL,
	ended      TEXT NOT NULL,
	ack_at     BIGINT NOT NULL DEFAULT 0,
	ack_by     TEXT NOT NULL DEFAULT '',
	ack_remark TEXT NOT NULL DEFAULT '',
	ack_rank   BIGINT NOT NULL DEFAULT 0,
	version    BIGINT NOT NULL,
	body       TEXT NOT NULL
);
CREATE INDEX alert_signal_list ON alert_signal (rank, first_seen, id);
CREATE INDEX alert_signal_stage ON alert_signal (stage);

-- What holds, but must hold longer before it is told: for how many evaluations it has, and since which day.
CREATE TABLE alert_waiting (
	id        TEXT PRIMARY KEY,
	rule      TEXT NOT NULL,
	rule_hash TEXT NOT NULL,
	held      BIGINT NOT NULL,
	since     TEXT NOT NULL
);

-- What happened to a warning, numbered from 1. reason is JSON of the words.
CREATE TABLE alert_event (
	signal  TEXT NOT NULL,
	number  BIGINT NOT NULL,
	at      BIGINT NOT NULL,
	event   TEXT NOT NULL,
	rank    BIGINT NOT NULL,
	who     TEXT NOT NULL,
	remark  TEXT NOT NULL,
	reason  TEXT NOT NULL,
	version BIGINT NOT NULL,
	PRIMARY KEY (signal, number)
);

-- The last evaluation, one row: its data version, day and rules. Whoever changes warnings changes this row first, so that one
-- does after the other.
CREATE TABLE alert_evaluation (
	name    TEXT PRIMARY KEY,
	number  BIGINT NOT NULL,
	at      BIGINT NOT NULL,
	version BIGINT NOT NULL,
	day     TEXT NOT NULL,
	rules   TEXT NOT NULL
);
INSERT INTO alert_evaluation (name, number, at, version, day, rules) VALUES ('last', 0, 0, 0, '', '');
