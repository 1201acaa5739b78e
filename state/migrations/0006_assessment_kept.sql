-- What was done with a result is in the audit too: “anlan doctor” sets one against the other.
CREATE INDEX audit_subject ON audit (subject);
