-- How many accidents the deaths on roads and in coal mines are a sum over: without any, the deaths are 0 and not unknown.
ALTER TABLE rollup_monthly ADD COLUMN IF NOT EXISTS accidents_road UInt64;
ALTER TABLE rollup_monthly ADD COLUMN IF NOT EXISTS accidents_coal UInt64;
