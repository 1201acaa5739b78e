INSERT INTO delivery (run, pipeline, fact, system, region, outcome, day, rows, at)
SELECT {run:String}, {pipeline:String}, {fact:String}, system, region, 'accepted', toDate32({day:String}), count(), fromUnixTimestamp64Milli({at:Int64})
FROM /*work*/
GROUP BY system, region
UNION ALL
SELECT {run:String}, {pipeline:String}, {fact:String}, system, region, 'rejected', toDate32({day:String}), count(), fromUnixTimestamp64Milli({at:Int64})
FROM quarantine
WHERE run = {run:String} AND NOT has(codes, 'duplicate_key')
GROUP BY system, region
