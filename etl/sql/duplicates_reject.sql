INSERT INTO quarantine (run, pipeline, fact, system, region, file, row, line, codes, reasons, raw, at, run_row, key)
SELECT {run:String}, {pipeline:String}, {fact:String}, d.system, d.region,
    {files:Array(String)}[s0.file + 1], bitAnd(s0.row, 1099511627775) - {bases:Array(UInt64)}[s0.file + 1], s0.line,
    ['duplicate_key'],
    [concat('id (编号): “', d.id, '” stands again, with other values, in row ',
        toString(d.last - arrayLast(b -> b < d.last, {bases:Array(UInt64)})), ' of ',
        {files:Array(String)}[arrayLastIndex(b -> b < d.last, {bases:Array(UInt64)})], '; the last one counts')],
    %s, now64(3), s0.row, reinterpretAsUInt128(sipHash128(d.system, d.id))
FROM %s AS s0
INNER JOIN (SELECT row, bitAnd(winner, 1099511627775) AS last, region, id, system FROM %s WHERE differs) AS d ON s0.row = d.row
SETTINGS output_format_json_escape_forward_slashes = 0
