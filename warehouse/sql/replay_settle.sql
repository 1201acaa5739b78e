-- Open rows of records that a later row of this run brought, or that it rejected in its turn, wait no longer.
INSERT INTO quarantine_event (run, file, row, run_row, outcome, by_run, by_whom, why, codes, reasons, at)
%[1]s
SELECT run, file, row, run_row, 'superseded', {settled_by:String}, '',
    if(later > 0, 'a later row of the same record came', 'the record was rejected again, as a row of that run'), [], [], now64(6)
FROM rejected
LEFT ANY JOIN (SELECT key, max(row) AS later FROM (%[2]s) WHERE key IN (SELECT key FROM rejected) GROUP BY key) AS loaded USING key
LEFT ANY JOIN (SELECT key, true AS again FROM quarantine WHERE run = {settled_by:String} AND pipeline = {settled_pipeline:String}) AS refused USING key
WHERE run < {settled_by:String} AND (later > 0 OR again AND pipeline = {settled_pipeline:String})
    OR run = {settled_by:String} AND later > run_row AND NOT has(codes, 'duplicate_key')
