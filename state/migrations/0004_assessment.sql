-- Results of assessments (考核结果). Nothing in these three tables is ever changed or taken away: what a run is worth now is what
-- its acts say, the last one most of all. The triggers beside this file, one text a database, refuse everything but adding.

-- Whole texts by the SHA-256 of their bytes: results, and the schemes that they were computed by.
CREATE TABLE assessment_document (
	sha256 TEXT PRIMARY KEY,
	body   BYTEA NOT NULL
);

-- One computation of a case: of the same subjects by the same scheme for the same period. number counts the runs of a case.
-- head is JSON: what a list shows and who may see it.
CREATE TABLE assessment_run (
	id       TEXT PRIMARY KEY,
	case_key TEXT NOT NULL,
	number   BIGINT NOT NULL,
	scheme   TEXT NOT NULL,
	region   TEXT NOT NULL,
	period   TEXT NOT NULL,
	head     TEXT NOT NULL,
	added    BIGINT NOT NULL,
	UNIQUE (case_key, number)
);
CREATE INDEX assessment_run_added ON assessment_run (added, id);

-- What people did with a run, numbered from 1. stage is where the run stands after the act, document is its result then;
-- detail is JSON of what the act is about, seal a SHA-256 over the act and the seal before it.
CREATE TABLE assessment_act (
	run      TEXT NOT NULL REFERENCES assessment_run (id),
	number   BIGINT NOT NULL,
	kind     TEXT NOT NULL,
	stage    TEXT NOT NULL,
	who      TEXT NOT NULL,
	at       BIGINT NOT NULL,
	remark   TEXT NOT NULL,
	detail   TEXT NOT NULL,
	document TEXT NOT NULL REFERENCES assessment_document (sha256),
	seal     TEXT NOT NULL,
	PRIMARY KEY (run, number)
);

-- What was done with a result is in the audit too: “anlan doctor” sets one against the other.
CREATE INDEX audit_subject ON audit (subject);
