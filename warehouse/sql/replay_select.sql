-- The rows of a replay, numbered in the order in which they were read: the last one of a record counts.
INSERT INTO %s
%s
SELECT row_number() OVER (ORDER BY run, run_row, file, row), run, file, row, run_row, line, key, has(first_codes, 'duplicate_key'), raw
FROM rejected
WHERE replayable
