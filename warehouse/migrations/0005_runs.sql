-- What started a run, what it covered, what was in force, and where an incremental source had got to.
ALTER TABLE etl_run
    ADD COLUMN IF NOT EXISTS trigger LowCardinality(String),
    ADD COLUMN IF NOT EXISTS attempt UInt32 DEFAULT 1,
    ADD COLUMN IF NOT EXISTS dry_run Bool,
    ADD COLUMN IF NOT EXISTS window_from String,
    ADD COLUMN IF NOT EXISTS window_to String,
    ADD COLUMN IF NOT EXISTS replay_of String,
    ADD COLUMN IF NOT EXISTS cursor String,
    ADD COLUMN IF NOT EXISTS rows_deleted UInt64,
    ADD COLUMN IF NOT EXISTS rows_repaired UInt64,
    ADD COLUMN IF NOT EXISTS rules Map(LowCardinality(String), String);

-- Records of a run are numbered through all files of an input: those of a file come behind `base`.
ALTER TABLE etl_file
    ADD COLUMN IF NOT EXISTS input LowCardinality(String),
    ADD COLUMN IF NOT EXISTS kind LowCardinality(String) DEFAULT 'file',
    ADD COLUMN IF NOT EXISTS base Nullable(UInt64);
