-- Figures of months that were over when a load changed them, by the load. A cell is one measure of the rollup in one month, of
-- one recorded region and sector; `before` is NULL where nothing was known. A month's very first records are one row a measure,
-- with region '' and the sum of all.
CREATE TABLE IF NOT EXISTS correction
(
    version UInt64,
    run     String,
    at      DateTime64(3, 'Asia/Shanghai'),
    metric  LowCardinality(String),
    month   UInt32,
    region  LowCardinality(String),
    sector  LowCardinality(String),
    before  Nullable(Decimal(38, 4)),
    after   Nullable(Decimal(38, 4))
)
ENGINE = MergeTree ORDER BY (version, metric, month, region, sector);
