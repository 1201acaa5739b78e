-- A lease is held by one holder until its time. The row stays when it is given back, so that its token only grows.
CREATE TABLE lease (
	name   TEXT PRIMARY KEY,
	holder TEXT NOT NULL,
	token  BIGINT NOT NULL,
	until  BIGINT NOT NULL
);

-- What is known of a job beside its pipeline file. handled is the due time up to which all were put into task; success_due
-- and success_at are those of its last good run, last_task is the task that ended last.
CREATE TABLE job (
	name        TEXT PRIMARY KEY,
	handled     BIGINT NOT NULL,
	paused_at   BIGINT NOT NULL DEFAULT 0,
	paused_by   TEXT NOT NULL DEFAULT '',
	paused_why  TEXT NOT NULL DEFAULT '',
	success_due BIGINT NOT NULL DEFAULT 0,
	success_at  BIGINT NOT NULL DEFAULT 0,
	last_task   TEXT NOT NULL DEFAULT ''
);

-- One thing to do, once: a due time, a run asked for by a person, a window of a backfill.
CREATE TABLE task (
	id          TEXT PRIMARY KEY,
	job         TEXT NOT NULL,
	kind        TEXT NOT NULL,
	due         BIGINT NOT NULL,
	not_before  BIGINT NOT NULL,
	state       TEXT NOT NULL,
	attempts    BIGINT NOT NULL DEFAULT 0,
	holder      TEXT NOT NULL DEFAULT '',
	claim       BIGINT NOT NULL DEFAULT 0,
	run         TEXT NOT NULL DEFAULT '',
	started_at  BIGINT NOT NULL DEFAULT 0,
	ended_at    BIGINT NOT NULL DEFAULT 0,
	code        TEXT NOT NULL DEFAULT '',
	message     TEXT NOT NULL DEFAULT '',
	requested   TEXT NOT NULL DEFAULT '',
	cancel_by   TEXT NOT NULL DEFAULT '',
	backfill    TEXT NOT NULL DEFAULT '',
	window_from TEXT NOT NULL DEFAULT '',
	window_to   TEXT NOT NULL DEFAULT ''
);
CREATE INDEX task_open ON task (state, due);
CREATE INDEX task_of_job ON task (job, due);
CREATE INDEX task_of_backfill ON task (backfill, window_from);

CREATE TABLE backfill (
	id          TEXT PRIMARY KEY,
	job         TEXT NOT NULL,
	window_from TEXT NOT NULL,
	window_to   TEXT NOT NULL,
	step        TEXT NOT NULL,
	requested   TEXT NOT NULL,
	why         TEXT NOT NULL,
	state       TEXT NOT NULL,
	changed_by  TEXT NOT NULL,
	message     TEXT NOT NULL DEFAULT '',
	created_at  BIGINT NOT NULL,
	changed_at  BIGINT NOT NULL
);

-- What is wrong now: one row from the first failure to the recovery, so that nobody is told twice.
CREATE TABLE outage (
	subject  TEXT NOT NULL,
	kind     TEXT NOT NULL,
	since    BIGINT NOT NULL,
	told_at  BIGINT NOT NULL,
	notices  BIGINT NOT NULL,
	PRIMARY KEY (subject, kind)
);

-- The outbox. A notice stays until it is delivered or given up.
CREATE TABLE notice (
	id         TEXT PRIMARY KEY,
	kind       TEXT NOT NULL,
	subject    TEXT NOT NULL,
	body       TEXT NOT NULL,
	created_at BIGINT NOT NULL,
	state      TEXT NOT NULL,
	attempts   BIGINT NOT NULL DEFAULT 0,
	not_before BIGINT NOT NULL,
	sent_at    BIGINT NOT NULL DEFAULT 0,
	message    TEXT NOT NULL DEFAULT ''
);
CREATE INDEX notice_waiting ON notice (state, not_before);

CREATE TABLE audit (
	id      TEXT PRIMARY KEY,
	at      BIGINT NOT NULL,
	who     TEXT NOT NULL,
	action  TEXT NOT NULL,
	subject TEXT NOT NULL,
	detail  TEXT NOT NULL
);
CREATE INDEX audit_at ON audit (at);
