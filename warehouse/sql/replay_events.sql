INSERT INTO quarantine_event (run, file, row, run_row, outcome, by_run, by_whom, why, codes, reasons, at)
SELECT m.run, m.file, m.row, m.run_row,
    multiIf(n IN (SELECT n FROM %[2]s), 'loaded', notEmpty(a.codes), 'still_rejected', 'superseded') AS outcome, {by_run:String}, {by_whom:String},
    if(outcome = 'superseded', 'a later row of the same record came', ''), a.codes, a.reasons, now64(6)
FROM %[1]s AS m
LEFT ANY JOIN %[3]s AS a USING n
