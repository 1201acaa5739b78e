-- New records by main date. Those of a system that the fact had nothing of are its first load: they are counted by month only.
INSERT INTO delivery (run, pipeline, fact, system, region, outcome, day, rows, at)
SELECT {run:String}, {pipeline:String}, {fact:String}, system, region,
    if({backfill:Bool} OR system NOT IN (SELECT DISTINCT system FROM /*table*/ WHERE _partition_id IN {parts:Array(String)}), 'initial', 'arrived') AS what,
    if(what = 'initial', toStartOfMonth(/*date*/), /*date*/) AS main_day, count(), fromUnixTimestamp64Milli({at:Int64})
FROM /*work*/
WHERE /*new*/
GROUP BY system, region, what, main_day
