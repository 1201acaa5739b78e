SELECT code, count() AS rows, any(reason) AS example
FROM quarantine
ARRAY JOIN codes AS code, reasons AS reason
WHERE ({run:String} = '' OR run = {run:String})
  AND ({pipeline:String} = '' OR pipeline = {pipeline:String})
  AND (empty({facts:Array(String)}) OR fact IN {facts:Array(String)})
  AND ({all:Bool} OR region IN (
      SELECT descendant FROM region_closure WHERE _partition_id IN {closure:Array(String)} AND ancestor IN {regions:Array(String)}))
GROUP BY code
ORDER BY rows DESC, code
