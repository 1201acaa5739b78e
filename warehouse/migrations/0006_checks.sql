-- What every check of every load found, passed or not: nothing passes silently. `subject` says what was measured, so that a check
-- that was changed under its old code is not compared with what it measured before.
CREATE TABLE IF NOT EXISTS check_result
(
    run        String,
    number     UInt32,
    pipeline   LowCardinality(String),
    fact       LowCardinality(String),
    code       LowCardinality(String),
    kind       LowCardinality(String),
    subject    LowCardinality(String),
    severity   LowCardinality(String),
    outcome    LowCardinality(String),
    measured   String,
    value      Nullable(Float64),
    expected   String,
    title_zh   String,
    title_en   String,
    message_zh String,
    message_en String,
    keys       Array(String),
    at         DateTime64(3, 'Asia/Shanghai')
)
ENGINE = MergeTree ORDER BY (run, number);

-- Rows that loads delivered, by source system and region. `outcome` is accepted, rejected or duplicate (day: of the run), or, for
-- records that were new, arrived or initial (day: their main date; initial ones came with the first load of their system, so
-- nobody knows when they could have arrived, and only their month is kept).
CREATE TABLE IF NOT EXISTS delivery
(
    run      String,
    pipeline LowCardinality(String),
    fact     LowCardinality(String),
    system   LowCardinality(String),
    region   LowCardinality(String),
    outcome  LowCardinality(String),
    day      Date32,
    rows     UInt64,
    at       DateTime64(3, 'Asia/Shanghai')
)
ENGINE = MergeTree ORDER BY (fact, system, outcome, day, region, run);

-- Whose rows were rejected; empty where the row does not say.
ALTER TABLE quarantine ADD COLUMN IF NOT EXISTS system LowCardinality(String) AFTER fact;
