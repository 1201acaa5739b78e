INSERT INTO delivery (run, pipeline, fact, system, region, outcome, day, rows, at)
SELECT {run:String}, {pipeline:String}, {fact:String}, system, region, 'duplicate', toDate32({day:String}), count(), fromUnixTimestamp64Milli({at:Int64})
FROM /*duplicates*/
GROUP BY system, region
