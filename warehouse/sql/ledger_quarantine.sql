SELECT run, pipeline, fact, region, file, row, line, codes, reasons, if({show_raw:Bool}, raw, '') AS raw, at, state, replayable,
    outcomes, runs, whom, whys, were, ats, run_row
FROM rejected
WHERE {after_run:String} = '' OR run < {after_run:String}
    OR (run = {after_run:String} AND (file, row, run_row) > ({after_file:String}, {after_row:UInt64}, {after_run_row:UInt64}))
ORDER BY run DESC, file, row, run_row
LIMIT {limit:UInt32}
