-- What a source said where a record holds something else: a code put right, a name that no list has. (run, row) of the record leads here.
CREATE TABLE IF NOT EXISTS substitution
(
    run      String,
    pipeline LowCardinality(String),
    fact     LowCardinality(String),
    field    LowCardinality(String),
    how      LowCardinality(String),
    text     String,
    value    String,
    row      UInt64
)
ENGINE = MergeTree ORDER BY (run, field, how, text, row);

-- Records that a source deleted, each under the run that took it out of the warehouse.
CREATE TABLE IF NOT EXISTS deletion
(
    run      String,
    pipeline LowCardinality(String),
    fact     LowCardinality(String),
    system   LowCardinality(String),
    id       String,
    region   LowCardinality(String),
    month    UInt32,
    why      LowCardinality(String),
    loaded_by String
)
ENGINE = MergeTree ORDER BY (run, system, id);

-- The columns that each input of a pipeline had in a good run; the rows of the newest run count.
CREATE TABLE IF NOT EXISTS source_column
(
    run      String,
    pipeline LowCardinality(String),
    input    LowCardinality(String),
    position UInt32,
    name     String,
    type     LowCardinality(String),
    at       DateTime64(3, 'Asia/Shanghai')
)
ENGINE = MergeTree ORDER BY (pipeline, input, at, position);
