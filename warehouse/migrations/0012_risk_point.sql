CREATE TABLE IF NOT EXISTS risk_point
(
    month             UInt32,
    generation        UInt32,
    system            LowCardinality(String),
    id                String CODEC(ZSTD(1)),
    region            LowCardinality(String),
    sector            LowCardinality(String),
    department        LowCardinality(String),
    enterprise        String CODEC(ZSTD(1)),
    enterprise_class  LowCardinality(String),
    name              String CODEC(ZSTD(3)),
    level             LowCardinality(String),
    control_level     LowCardinality(String),
    responsible_unit  String CODEC(ZSTD(1)),
    responsible_post  String CODEC(ZSTD(1)),
    identified_on     Date,
    reviewed_on       Nullable(Date),
    removed_on        Nullable(Date),
    longitude         Nullable(Decimal(9, 6)),
    latitude          Nullable(Decimal(9, 6)),
    coordinate_system LowCardinality(String),
    measures          String CODEC(ZSTD(3)),
    run               LowCardinality(String),
    row               UInt64 CODEC(Delta, ZSTD(1)),
    row_hash          UInt64 CODEC(NONE)
)
ENGINE = MergeTree PARTITION BY (month, generation) ORDER BY (region, identified_on);

-- What people report, never who did.
CREATE TABLE IF NOT EXISTS public_report
(
    month            UInt32,
    generation       UInt32,
    system           LowCardinality(String),
    id               String CODEC(ZSTD(1)),
    region           LowCardinality(String),
    sector           LowCardinality(String),
    department       LowCardinality(String),
    enterprise       String CODEC(ZSTD(1)),
    enterprise_class LowCardinality(String),
    received_on      Date,
    channel          LowCardinality(String),
    subject          LowCardinality(String),
    closed_on        Nullable(Date),
    verified         Nullable(Bool),
    hazard           String CODEC(ZSTD(1)),
    rewarded_on      Nullable(Date),
    reward           Nullable(Decimal(18, 2)),
    run              LowCardinality(String),
    row              UInt64 CODEC(Delta, ZSTD(1)),
    row_hash         UInt64 CODEC(NONE)
)
ENGINE = MergeTree PARTITION BY (month, generation) ORDER BY (region, received_on);
