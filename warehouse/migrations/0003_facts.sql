-- Facts: partitioned by the month of the record's main date and the generation that wrote it.
-- (system, id) is unique within a version. Sorting keys and codecs: docs/adr/0004-table-layout.md.
CREATE TABLE IF NOT EXISTS inspection
(
    month              UInt32,
    generation         UInt32,
    system             LowCardinality(String),
    id                 String CODEC(ZSTD(1)),
    region             LowCardinality(String),
    sector             LowCardinality(String),
    department         LowCardinality(String),
    enterprise         String CODEC(ZSTD(1)),
    enterprise_class   LowCardinality(String),
    inspected_on       Date,
    kind               LowCardinality(String),
    mode               LowCardinality(String),
    subject            LowCardinality(String),
    planned            Nullable(Bool),
    must_check_covered Array(LowCardinality(String)),
    must_check_failed  Array(LowCardinality(String)),
    hazards_found      Nullable(UInt32),
    case_opened        Nullable(Bool),
    penalty            Nullable(Decimal(18, 2)),
    both_punished      Nullable(Bool),
    summary            String CODEC(ZSTD(3)),
    run                LowCardinality(String),
    row                UInt64 CODEC(Delta, ZSTD(1)),
    row_hash           UInt64 CODEC(NONE)
)
ENGINE = MergeTree PARTITION BY (month, generation) ORDER BY (region, inspected_on);

CREATE TABLE IF NOT EXISTS hazard
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
    inspection       String CODEC(ZSTD(1)),
    source           LowCardinality(String),
    level            LowCardinality(String),
    found_on         Date,
    due_on           Nullable(Date),
    extended_due_on  Nullable(Date),
    rectified_on     Nullable(Date),
    verified_on      Nullable(Date),
    assurances       Array(LowCardinality(String)),
    supervised       Nullable(Bool),
    money_spent      Nullable(Decimal(18, 2)),
    penalty          Nullable(Decimal(18, 2)),
    description      String CODEC(ZSTD(3)),
    run              LowCardinality(String),
    row              UInt64 CODEC(Delta, ZSTD(1)),
    row_hash         UInt64 CODEC(NONE)
)
ENGINE = MergeTree PARTITION BY (month, generation) ORDER BY (region, found_on);

CREATE TABLE IF NOT EXISTS training
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
    trained_on        Date,
    person            String CODEC(ZSTD(1)),
    audience          LowCardinality(String),
    programme         LowCardinality(String),
    hours             Nullable(Decimal(9, 1)),
    score             Nullable(Decimal(9, 1)),
    passed            Nullable(Bool),
    certificate_until Nullable(Date),
    run               LowCardinality(String),
    row               UInt64 CODEC(Delta, ZSTD(1)),
    row_hash          UInt64 CODEC(NONE)
)
ENGINE = MergeTree PARTITION BY (month, generation) ORDER BY (region, trained_on);

CREATE TABLE IF NOT EXISTS accident
(
    month                   UInt32,
    generation              UInt32,
    system                  LowCardinality(String),
    id                      String CODEC(ZSTD(1)),
    region                  LowCardinality(String),
    sector                  LowCardinality(String),
    department              LowCardinality(String),
    enterprise              String CODEC(ZSTD(1)),
    enterprise_class        LowCardinality(String),
    occurred_on             Date,
    occurred_at             Nullable(DateTime('Asia/Shanghai')),
    reported_at             Nullable(DateTime('Asia/Shanghai')),
    inspection              String CODEC(ZSTD(1)),
    type                    LowCardinality(String),
    type_edition            LowCardinality(String),
    deaths                  Nullable(UInt32),
    serious_injuries        Nullable(UInt32),
    minor_injuries          Nullable(UInt32),
    direct_loss             Nullable(Decimal(18, 2)),
    grade                   LowCardinality(String),
    reported_grade          LowCardinality(String),
    status                  LowCardinality(String),
    counted                 Nullable(Bool),
    production              Nullable(Bool),
    responsibility          Nullable(Bool),
    reported_late           Nullable(Bool),
    reported_omitted        Nullable(Bool),
    reported_false          Nullable(Bool),
    reported_concealed      Nullable(Bool),
    investigation_closed_on Nullable(Date),
    held_accountable        Nullable(UInt32),
    summary                 String CODEC(ZSTD(3)),
    run                     LowCardinality(String),
    row                     UInt64 CODEC(Delta, ZSTD(1)),
    row_hash                UInt64 CODEC(NONE)
)
ENGINE = MergeTree PARTITION BY (month, generation) ORDER BY (region, occurred_on);

CREATE TABLE IF NOT EXISTS obligation
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
    unit_kind        LowCardinality(String),
    kind             LowCardinality(String),
    item             LowCardinality(String),
    period_from      Date,
    period_to        Date,
    due_on           Date,
    arrived_on       Nullable(Date),
    status           LowCardinality(String),
    completion       Nullable(Decimal(9, 2)),
    run              LowCardinality(String),
    row              UInt64 CODEC(Delta, ZSTD(1)),
    row_hash         UInt64 CODEC(NONE)
)
ENGINE = MergeTree PARTITION BY (month, generation) ORDER BY (region, period_to);

CREATE TABLE IF NOT EXISTS denominator
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
    figure           LowCardinality(String),
    period_from      Date,
    period_to        Date,
    value            Decimal(28, 4),
    run              LowCardinality(String),
    row              UInt64 CODEC(Delta, ZSTD(1)),
    row_hash         UInt64 CODEC(NONE)
)
ENGINE = MergeTree PARTITION BY (month, generation) ORDER BY (figure, region, sector, period_to);
