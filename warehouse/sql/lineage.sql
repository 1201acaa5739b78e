-- How many of a figure's records each load brought, from which of its files: the last one that begins before the record's row. A load
-- that did not keep where its files begin is only told apart when it read a single one.
WITH behind AS
(
    SELECT toString(run) AS run, row
    FROM /*fact*/
    WHERE _partition_id IN {parts:Array(String)} AND /*where*/
)
SELECT b.run AS run, any(l.pipeline) AS pipeline, any(l.trigger) AS trigger, any(l.started_at) AS started_at, any(l.version) AS version,
    if(at = 0, '', any(files[at].2)) AS file, if(at = 0, '', any(files[at].3)) AS sha256, count() AS records,
    countIf((b.run, b.row) IN (SELECT run, run_row FROM quarantine_event WHERE outcome = 'loaded' AND run_row > 0)) AS replayed
FROM behind AS b
LEFT ANY JOIN
(
    SELECT run, arraySort(groupUniqArray(tuple(ifNull(base, 0), file, sha256))) AS all_files,
        if(length(all_files) > 1 AND countIf(isNull(base)) > 0, [], all_files) AS files
    FROM etl_file
    WHERE input = '' AND rows > 0 AND run IN (SELECT run FROM behind)
    GROUP BY run
) AS f ON b.run = f.run
LEFT ANY JOIN
(
    SELECT run, argMax(pipeline, seq) AS pipeline, argMax(trigger, seq) AS trigger, any(started_at) AS started_at,
        argMax(if(version_after != version_before, version_after, 0), seq) AS version
    FROM etl_run
    WHERE run IN (SELECT run FROM behind)
    GROUP BY run
) AS l ON b.run = l.run
GROUP BY run, arrayLastIndex(x -> x.1 < bitAnd(b.row, {row_bits:UInt64}), f.files) AS at
ORDER BY records DESC, run, file
