-- Exports that are made in parts. fingerprint stands for the question, the options, the data version, the scope and the program's
-- way of writing: while a job of it waits, runs or is done, whoever asks the same under an equal scope is given that job.
CREATE TABLE export_job (
	id            TEXT PRIMARY KEY,
	fingerprint   TEXT NOT NULL,
	data_set      TEXT NOT NULL,
	format        TEXT NOT NULL,
	version       BIGINT NOT NULL,
	request       TEXT NOT NULL,
	asked_by      TEXT NOT NULL,
	revision      TEXT NOT NULL,
	state         TEXT NOT NULL,
	created_at    BIGINT NOT NULL,
	not_before    BIGINT NOT NULL,
	started_at    BIGINT NOT NULL DEFAULT 0,
	ended_at      BIGINT NOT NULL DEFAULT 0,
	expires_at    BIGINT NOT NULL DEFAULT 0,
	attempts      BIGINT NOT NULL DEFAULT 0,
	parts         BIGINT NOT NULL,
	total_rows    BIGINT NOT NULL,
	total_bytes   BIGINT NOT NULL,
	exact         BIGINT NOT NULL,
	writing_bytes BIGINT NOT NULL DEFAULT 0,
	code          TEXT NOT NULL DEFAULT '',
	message       TEXT NOT NULL DEFAULT '',
	manifest      TEXT NOT NULL DEFAULT ''
);
CREATE UNIQUE INDEX export_job_same ON export_job (fingerprint) WHERE state IN ('queued', 'running', 'done');
CREATE INDEX export_job_state ON export_job (state, created_at);

-- Whose a job is: everybody who asked for it.
CREATE TABLE export_owner (
	job      TEXT NOT NULL REFERENCES export_job (id),
	owner    TEXT NOT NULL,
	asked_at BIGINT NOT NULL,
	PRIMARY KEY (job, owner)
);
CREATE INDEX export_owner_jobs ON export_owner (owner, job);

-- Parts that are written whole, with what was written.
CREATE TABLE export_part (
	job        TEXT NOT NULL REFERENCES export_job (id),
	number     BIGINT NOT NULL,
	name       TEXT NOT NULL,
	row_count  BIGINT NOT NULL,
	byte_count BIGINT NOT NULL,
	sha256     TEXT NOT NULL,
	written_at BIGINT NOT NULL,
	PRIMARY KEY (job, number)
);

-- Proofs of what left, and of what failed why: body is the manifest, whole when the status is.
CREATE TABLE export_manifest (
	id         TEXT PRIMARY KEY,
	owner      TEXT NOT NULL,
	status     TEXT NOT NULL,
	reason     TEXT NOT NULL,
	body       TEXT NOT NULL,
	created_at BIGINT NOT NULL,
	updated_at BIGINT NOT NULL,
	expires_at BIGINT NOT NULL
);
CREATE INDEX export_manifest_expiry ON export_manifest (expires_at);
