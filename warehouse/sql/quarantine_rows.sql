WITH rejected AS
(
    -- every row that the query asks for, with its state and its present reasons
    SELECT q.run AS run, pipeline, fact, region, q.file AS file, q.row AS row, line, raw, q.at AS at, q.run_row AS run_row, key,
        -- What the reader of a source could not read is no record, also where its text looks like one: a cell with an error is not empty.
        JSONType(raw) = 'Object' AND NOT hasAny(q.codes, ['too_few_fields', 'too_many_fields', 'unclosed_quote', 'stray_quote', 'record_too_long', 'nul_byte',
            'bad_json', 'error_cell', 'formula_without_value']) AS replayable,
        multiIf(q.run IN (SELECT run FROM etl_run WHERE dry_run), 'dry_run',
            last_outcome IN ('', 'still_rejected', 'reopened'), 'open',
            last_outcome) AS state,
        q.codes AS first_codes,
        if(empty(last_codes), q.codes, last_codes) AS codes,
        if(empty(last_codes), q.reasons, last_reasons) AS reasons,
        outcomes, runs, whom, whys, arrayMap((o, i) -> if(o = 'still_rejected',
            arrayConcat([CAST(q.codes AS Array(String))], arrayFilter(c -> notEmpty(c), arraySlice(all_codes, 1, i - 1)))[-1], []),
            outcomes, arrayEnumerate(outcomes)) AS were, ats
    FROM
    (
        SELECT *
        FROM quarantine
        WHERE ({run:String} = '' OR run = {run:String})
          AND ({pipeline:String} = '' OR pipeline = {pipeline:String})
          AND ({file:String} = '' OR file = {file:String})
          AND row BETWEEN {from_row:UInt64} AND {to_row:UInt64}
          AND (empty({chosen_row:Array(UInt64)}) OR (run, file, row, run_row) IN
              (SELECT c.1, c.2, c.3, c.4 FROM (SELECT arrayJoin(arrayZip(
                  {chosen_run:Array(String)}, {chosen_file:Array(String)}, {chosen_row:Array(UInt64)}, {chosen_run_row:Array(UInt64)})) AS c)))
          AND (empty({facts:Array(String)}) OR fact IN {facts:Array(String)})
          AND ({region:String} = '' OR region IN (
              SELECT descendant FROM region_closure WHERE _partition_id IN {closure:Array(String)} AND ancestor = {region:String}))
          AND ({all:Bool} OR region IN (
              SELECT descendant FROM region_closure WHERE _partition_id IN {closure:Array(String)} AND ancestor IN {regions:Array(String)}))
    ) AS q
    LEFT ANY JOIN
    (
        SELECT run, file, row, run_row,
            arraySort(e -> e.1, groupArray(tuple(at, toString(outcome), by_run, by_whom, why, CAST(codes AS Array(String)), reasons))) AS events,
            events.1 AS ats, events.2 AS outcomes, events.3 AS runs, events.4 AS whom, events.5 AS whys, events.6 AS all_codes,
            outcomes[-1] AS last_outcome,
            arrayLast(c -> notEmpty(c), all_codes) AS last_codes,
            arrayLast(c -> notEmpty(c), events.7) AS last_reasons
        FROM quarantine_event
        WHERE {run:String} = '' OR run = {run:String}
        GROUP BY run, file, row, run_row
    ) AS e ON q.run = e.run AND q.file = e.file AND q.row = e.row AND q.run_row = e.run_row
    WHERE ({state:String} = 'all' OR state = {state:String} OR {state:String} = '' AND (state = 'open' OR state = 'dry_run' AND {run:String} != ''))
      AND ({code:String} = '' OR has(codes, {code:String}))
)
