-- Dimensions have the layout of facts with month 0, so that a version publishes them in the same way.
CREATE TABLE IF NOT EXISTS region
(
    month            UInt32,
    generation       UInt32,
    code             String,
    name             String,
    full_name        String,
    level            LowCardinality(String),
    kind             LowCardinality(String),
    statutory_parent String,
    managing_parent  String,
    valid_from       Date,
    valid_to         Date,
    successors       Array(String),
    document         String,
    sort             UInt32
)
ENGINE = MergeTree PARTITION BY (month, generation) ORDER BY (code, valid_from);

-- Who lies below whom, in either tree, and when; every region is its own ancestor at depth 0.
CREATE TABLE IF NOT EXISTS region_closure
(
    month          UInt32,
    generation     UInt32,
    tree           LowCardinality(String),
    ancestor       LowCardinality(String),
    descendant     String,
    depth          UInt8,
    ancestor_level LowCardinality(String),
    valid_from     Date,
    valid_to       Date
)
ENGINE = MergeTree PARTITION BY (month, generation) ORDER BY (tree, ancestor, descendant, valid_from);

CREATE TABLE IF NOT EXISTS sector
(
    month      UInt32,
    generation UInt32,
    code       String,
    name       String,
    name_en    String,
    parent     String,
    list       LowCardinality(String),
    department String,
    industries Array(String),
    high_risk  Bool,
    sort       UInt32
)
ENGINE = MergeTree PARTITION BY (month, generation) ORDER BY code;

CREATE TABLE IF NOT EXISTS department
(
    month      UInt32,
    generation UInt32,
    code       String,
    name       String,
    name_en    String,
    sort       UInt32
)
ENGINE = MergeTree PARTITION BY (month, generation) ORDER BY code;

CREATE TABLE IF NOT EXISTS enterprise
(
    month           UInt32,
    generation      UInt32,
    system          LowCardinality(String),
    id              String,
    region          LowCardinality(String),
    sector          LowCardinality(String),
    department      LowCardinality(String),
    name            String,
    industry        LowCardinality(String),
    class           LowCardinality(String),
    inherent_risk   LowCardinality(String),
    employees       Nullable(UInt32),
    high_risk       Nullable(Bool),
    safety_director Nullable(Bool),
    major_hazard    Nullable(Bool),
    benchmark       LowCardinality(String),
    listing         LowCardinality(String),
    registered_on   Nullable(Date32),
    run             LowCardinality(String),
    row             UInt64 CODEC(Delta, ZSTD(1)),
    row_hash        UInt64 CODEC(NONE)
)
ENGINE = MergeTree PARTITION BY (month, generation) ORDER BY (region, id);
