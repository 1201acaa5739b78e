SELECT run, pipeline, fact, region, file, row, line, codes, reasons, if({raw:Bool}, raw, '') AS raw, at
FROM quarantine
WHERE ({run:String} = '' OR run = {run:String})
  AND ({pipeline:String} = '' OR pipeline = {pipeline:String})
  AND ({code:String} = '' OR has(codes, {code:String}))
  AND (empty({facts:Array(String)}) OR fact IN {facts:Array(String)})
  AND ({after_run:String} = '' OR run < {after_run:String}
       OR (run = {after_run:String} AND (file, row) > ({after_file:String}, {after_row:UInt64})))
  AND ({all:Bool} OR region IN (
      SELECT descendant FROM region_closure WHERE _partition_id IN {closure:Array(String)} AND ancestor IN {regions:Array(String)}))
ORDER BY run DESC, file, row
LIMIT {limit:UInt32}
