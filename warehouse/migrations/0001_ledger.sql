-- Snapshots: one immutable row publishes a version whole. `parts` names, for every table, the partitions that make it up.
CREATE TABLE IF NOT EXISTS version
(
    version      UInt64,
    published_at DateTime64(3, 'Asia/Shanghai'),
    run          String,
    note         String,
    parts        Map(LowCardinality(String), Array(String)),
    watermarks   Array(Tuple(system String, fact String, last_record Date, loaded_at DateTime('Asia/Shanghai')))
)
ENGINE = MergeTree ORDER BY version
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1;

-- One row an event of a run's life; the last one (highest seq) is the run's state.
CREATE TABLE IF NOT EXISTS etl_run
(
    run            String,
    seq            UInt32,
    pipeline       LowCardinality(String),
    pipeline_hash  String,
    fact           LowCardinality(String),
    state          LowCardinality(String),
    at             DateTime64(3, 'Asia/Shanghai'),
    started_at     DateTime64(3, 'Asia/Shanghai'),
    rows_read      UInt64,
    rows_loaded    UInt64,
    rows_updated   UInt64,
    rows_unchanged UInt64,
    rows_rejected  UInt64,
    rows_duplicate UInt64,
    bytes_read     UInt64,
    seconds        Float64,
    version_before UInt64,
    version_after  UInt64,
    error_code     LowCardinality(String),
    error          String,
    warnings       Map(LowCardinality(String), UInt64)
)
ENGINE = MergeTree ORDER BY (run, seq)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1;

CREATE TABLE IF NOT EXISTS etl_file
(
    run    String,
    file   String,
    sha256 String,
    bytes  UInt64,
    rows   UInt64
)
ENGINE = MergeTree ORDER BY (run, file);

-- Rejected rows, whole: nothing is dropped. `raw` is the record as it stood in the file, or its columns as JSON.
CREATE TABLE IF NOT EXISTS quarantine
(
    run      String,
    pipeline LowCardinality(String),
    fact     LowCardinality(String),
    region   LowCardinality(String),
    file     LowCardinality(String),
    row      UInt64,
    line     UInt64,
    codes    Array(LowCardinality(String)),
    reasons  Array(String),
    raw      String CODEC(ZSTD(3)),
    at       DateTime64(3, 'Asia/Shanghai')
)
ENGINE = MergeTree ORDER BY (run, file, row);
