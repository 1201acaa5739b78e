-- The rows of a replay, numbered in the order in which they were read: the last one of a record counts. They are numbered without
-- their text, which may be a gigabyte.
INSERT INTO %s
%s, numbered AS
(
    SELECT row_number() OVER (ORDER BY run, run_row, file, row) AS n, run, file, row, run_row, has(first_codes, 'duplicate_key') AS overruled
    FROM rejected
    WHERE replayable
)
SELECT m.n, q.run, q.file, q.row, q.run_row, q.line, q.key, m.overruled, q.raw
FROM (SELECT run, file, row, run_row, line, key, raw FROM quarantine WHERE ({run:String} = '' OR run = {run:String}) AND ({pipeline:String} = '' OR pipeline = {pipeline:String})) AS q
INNER ANY JOIN numbered AS m ON q.run = m.run AND q.file = m.file AND q.row = m.row AND q.run_row = m.run_row
