-- Where enterprises and regions are: degrees as the source gives them, beside the system that they were measured in.
ALTER TABLE enterprise
    ADD COLUMN IF NOT EXISTS longitude Nullable(Decimal(9, 6)) AFTER registered_on,
    ADD COLUMN IF NOT EXISTS latitude Nullable(Decimal(9, 6)) AFTER longitude,
    ADD COLUMN IF NOT EXISTS coordinate_system LowCardinality(String) AFTER latitude;

-- A point for regions without a polygon, and who answers for a responsibility grid: a unit and a post, never a name.
ALTER TABLE region
    ADD COLUMN IF NOT EXISTS longitude Nullable(Decimal(9, 6)),
    ADD COLUMN IF NOT EXISTS latitude Nullable(Decimal(9, 6)),
    ADD COLUMN IF NOT EXISTS coordinate_system LowCardinality(String),
    ADD COLUMN IF NOT EXISTS responsible_unit String,
    ADD COLUMN IF NOT EXISTS responsible_post String;
