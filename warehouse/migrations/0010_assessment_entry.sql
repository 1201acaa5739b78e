-- What people enter for an assessment (评分录入): one value of one subject, scheme, item and period.
CREATE TABLE IF NOT EXISTS assessment_entry
(
    month        UInt32,
    generation   UInt32,
    system       LowCardinality(String),
    id           String CODEC(ZSTD(1)),
    region       LowCardinality(String),
    sector       LowCardinality(String),
    department   LowCardinality(String),
    scheme       LowCardinality(String),
    subject_kind LowCardinality(String),
    enterprise   String CODEC(ZSTD(1)),
    item         LowCardinality(String),
    period_from  Date,
    period_to    Date,
    value        Decimal(28, 4),
    remark       String CODEC(ZSTD(3)),
    evidence     String CODEC(ZSTD(3)),
    run          LowCardinality(String),
    row          UInt64 CODEC(Delta, ZSTD(1)),
    row_hash     UInt64 CODEC(NONE)
)
ENGINE = MergeTree PARTITION BY (month, generation) ORDER BY (scheme, item, region, period_from);
