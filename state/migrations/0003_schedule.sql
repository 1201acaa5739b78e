-- What the job's due times were computed from: when that is another, what came before it was not missed.
ALTER TABLE job ADD COLUMN schedule TEXT NOT NULL DEFAULT '';
