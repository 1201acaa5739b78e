SELECT run, seq, pipeline, pipeline_hash, fact, state, at, started_at, rows_read, rows_loaded, rows_updated, rows_unchanged,
    rows_rejected, rows_duplicate, bytes_read, seconds, version_before, version_after, error_code, error, warnings,
    trigger, attempt, dry_run, window_from, window_to, replay_of, cursor, rows_deleted, rows_repaired, rules
FROM
(
    SELECT *
    FROM etl_run
    WHERE ({run:String} = '' OR run = {run:String})
      AND ({after:String} = '' OR run < {after:String})
      AND ({pipeline:String} = '' OR pipeline = {pipeline:String})
      AND (empty({facts:Array(String)}) OR fact IN {facts:Array(String)})
    ORDER BY run DESC, seq DESC
    LIMIT 1 BY run
)
WHERE {state:String} = '' OR state = {state:String}
ORDER BY run DESC
LIMIT {limit:UInt32}
