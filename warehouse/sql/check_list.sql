SELECT run, number, pipeline, fact, code, kind, subject, severity, outcome, measured, value, expected,
    title_zh, title_en, message_zh, message_en, keys, at
FROM check_result
WHERE ({run:String} = '' OR run = {run:String})
  AND ({pipeline:String} = '' OR pipeline = {pipeline:String})
  AND (empty({facts:Array(String)}) OR fact IN {facts:Array(String)})
  AND ({code:String} = '' OR code = {code:String})
  AND ({outcome:String} = '' OR outcome = {outcome:String})
  AND ({severity:String} = '' OR severity = {severity:String})
  AND ({after_run:String} = '' OR run < {after_run:String} OR (run = {after_run:String} AND number > {after_number:UInt32}))
ORDER BY run DESC, number
LIMIT {limit:UInt32}
