SELECT version, run, at, toString(metric) AS metric, month, toString(region) AS region, toString(sector) AS sector,
    CAST(before AS Nullable(Float64)) AS before, CAST(after AS Nullable(Float64)) AS after,
    CAST(ifNull(c.after, 0) - ifNull(c.before, 0) AS Float64) AS change
FROM correction AS c
WHERE version <= {current:UInt64} AND metric IN {metrics:Array(String)} AND month BETWEEN {from:UInt32} AND {to:UInt32}
    AND version BETWEEN {from_version:UInt64} AND {to_version:UInt64} AND ({run:String} = '' OR run = {run:String})
    AND NOT ({no_new:Bool} AND isNull(c.before))
    AND ({first:Bool} AND region = '' OR /*where*/)
