-- The blocking checks that hold loads back now: of every pipeline the newest load that failed by them since one last went through.
-- Rows of a window, a backfill or a replay are not the pipeline's usual load: that they went through mends nothing.
WITH runs AS
(
    SELECT run, pipeline, state, trigger, window_from
    FROM
    (
        SELECT run, pipeline, state, dry_run, trigger, window_from
        FROM etl_run
        WHERE fact IN {facts:Array(String)}
        ORDER BY run DESC, seq DESC
        LIMIT 1 BY run
    )
    WHERE NOT dry_run
),
good AS
(
    SELECT pipeline AS mended, max(run) AS last_good
    FROM runs
    WHERE state IN ('succeeded', 'unchanged') AND trigger NOT IN ('backfill', 'replay') AND window_from = ''
    GROUP BY pipeline
)
SELECT run, number, pipeline, fact, code, kind, subject, severity, outcome, measured, value, expected,
    title_zh, title_en, message_zh, message_en, keys, at
FROM
(
    SELECT *, max(run) OVER (PARTITION BY pipeline) AS newest
    FROM check_result
    LEFT ANY JOIN good ON pipeline = mended
    WHERE fact IN {facts:Array(String)} AND severity = 'block' AND outcome IN ('failed', 'error')
      AND run IN (SELECT run FROM runs WHERE state = 'failed') AND run > last_good
)
WHERE run = newest
ORDER BY pipeline, number
