-- Bulletins (调度通报). Nothing in these four tables is ever changed or taken away: where a bulletin stands is what its acts say, the
-- last one most of all. The triggers beside this file, one text a database, refuse everything but adding.

-- Whole texts by the SHA-256 of their bytes: what a bulletin says after an act, and the files that were issued.
CREATE TABLE bulletin_document (
	sha256 TEXT PRIMARY KEY,
	body   BYTEA NOT NULL
);

-- One bulletin of a case: of the same kind, region, sector and period. number counts the bulletins of a case. head is JSON: what a
-- list shows and who may see it.
CREATE TABLE bulletin (
	id       TEXT PRIMARY KEY,
	case_key TEXT NOT NULL,
	number   BIGINT NOT NULL,
	kind     TEXT NOT NULL,
	region   TEXT NOT NULL,
	period   TEXT NOT NULL,
	head     TEXT NOT NULL,
	added    BIGINT NOT NULL,
	UNIQUE (case_key, number)
);
CREATE INDEX bulletin_added ON bulletin (added, id);

-- What people did with a bulletin, numbered from 1. stage is where it stands after the act, document is what it says then; detail
-- is JSON of what the act is about, seal a SHA-256 over the act and the seal before it.
CREATE TABLE bulletin_act (
	bulletin TEXT NOT NULL REFERENCES bulletin (id),
	number   BIGINT NOT NULL,
	kind     TEXT NOT NULL,
	stage    TEXT NOT NULL,
	who      TEXT NOT NULL,
	at       BIGINT NOT NULL,
	remark   TEXT NOT NULL,
	detail   TEXT NOT NULL,
	document TEXT NOT NULL REFERENCES bulletin_document (sha256),
	seal     TEXT NOT NULL,
	PRIMARY KEY (bulletin, number)
);

-- Document numbers (发文字号) that are taken: 桓安办通报〔2023〕1号 is the series 桓安办通报, the year 2023 and the number 1. kept is 1
-- for one that was counted here and 0 for one that was entered from the office's registry. They are added with the act that issues.
CREATE TABLE bulletin_number (
	series   TEXT NOT NULL,
	year     BIGINT NOT NULL,
	number   BIGINT NOT NULL,
	kept     BIGINT NOT NULL,
	bulletin TEXT NOT NULL UNIQUE REFERENCES bulletin (id),
	PRIMARY KEY (series, year, number)
);
