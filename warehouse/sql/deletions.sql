SELECT fact, system, id, region, month, why, loaded_by
FROM deletion
WHERE run = {run:String}
  AND (empty({facts:Array(String)}) OR fact IN {facts:Array(String)})
  AND ({all:Bool} OR region IN (
      SELECT descendant FROM region_closure WHERE _partition_id IN {closure:Array(String)} AND ancestor IN {regions:Array(String)}))
ORDER BY system, id
LIMIT {limit:UInt32}
