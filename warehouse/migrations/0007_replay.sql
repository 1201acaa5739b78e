-- What became of rejected rows afterwards. Append-only: the last event of a row counts; a row without any is open.
CREATE TABLE IF NOT EXISTS quarantine_event
(
    run     String,
    file    LowCardinality(String),
    row     UInt64,
    run_row UInt64,
    outcome LowCardinality(String),
    by_run  String,
    by_whom String,
    why     String,
    codes   Array(LowCardinality(String)),
    reasons Array(String),
    at      DateTime64(6, 'Asia/Shanghai')
)
ENGINE = MergeTree ORDER BY (run, file, row, run_row, at);

-- `run_row` numbers records through all files of a run, as facts do (0: not kept); a row of a file may hold several records. `key` says which record a row is about: its
-- system and id, or the row's own text where it has none that can be read.
ALTER TABLE quarantine
    ADD COLUMN IF NOT EXISTS run_row UInt64,
    ADD COLUMN IF NOT EXISTS key UInt128 DEFAULT reinterpretAsUInt128(sipHash128(pipeline, raw));
