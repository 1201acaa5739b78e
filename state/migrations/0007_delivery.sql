-- What issued bulletins, and drafts that the calendar made, are sent as. A delivery is one act of a bulletin for one recipient; its
-- id is made of both, so that planning it twice gives one. since is when it began to wait, anew when a person sends it again.
CREATE TABLE delivery (
	id         TEXT PRIMARY KEY,
	bulletin   TEXT NOT NULL REFERENCES bulletin (id),
	act        BIGINT NOT NULL,
	event      TEXT NOT NULL,
	recipient  TEXT NOT NULL,
	planned_at BIGINT NOT NULL,
	state      TEXT NOT NULL,
	since      BIGINT NOT NULL,
	attempts   BIGINT NOT NULL DEFAULT 0,
	not_before BIGINT NOT NULL,
	sent_at    BIGINT NOT NULL DEFAULT 0,
	answer     TEXT NOT NULL DEFAULT ''
);
CREATE INDEX delivery_waiting ON delivery (state, not_before);
CREATE INDEX delivery_of ON delivery (bulletin, act);

-- Acts whose deliveries were planned: nobody who becomes a recipient later is told of what is old.
CREATE TABLE delivery_plan (
	bulletin TEXT NOT NULL REFERENCES bulletin (id),
	act      BIGINT NOT NULL,
	at       BIGINT NOT NULL,
	PRIMARY KEY (bulletin, act)
);

-- The receipts: every try, with what the other side answered.
CREATE TABLE delivery_try (
	delivery TEXT NOT NULL REFERENCES delivery (id),
	number   BIGINT NOT NULL,
	at       BIGINT NOT NULL,
	state    TEXT NOT NULL,
	answer   TEXT NOT NULL,
	PRIMARY KEY (delivery, number)
);

-- Drafts that the calendar could not make, until it can: one row a case.
CREATE TABLE drafting (
	case_key   TEXT PRIMARY KEY,
	due        BIGINT NOT NULL,
	failed_at  BIGINT NOT NULL,
	attempts   BIGINT NOT NULL,
	not_before BIGINT NOT NULL,
	message    TEXT NOT NULL
);
