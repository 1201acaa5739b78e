-- What people entered, one row a subject and item. Two values for one period that differ are no figure: nobody can tell which
-- one is meant.
SELECT
    subject, item,
    if(max(different) > 1, NULL, sum(any_value)) AS value,
    arrayStringConcat(arrayFilter(t -> t != '', groupArray(any_remark)), '；') AS remark,
    arrayStringConcat(arrayFilter(t -> t != '', groupArray(any_evidence)), '；') AS evidence,
    toUInt32(max(different)) AS different_values
FROM (
    SELECT
        /*subject*/ AS subject, toString(item) AS item, period_from, period_to,
        uniqExact(value) AS different,
        CAST(argMin(value, (system, id)) AS Decimal(38, 4)) AS any_value,
        argMin(remark, (system, id)) AS any_remark,
        argMin(evidence, (system, id)) AS any_evidence
    FROM assessment_entry
    WHERE _partition_id IN {parts:Array(String)} AND scheme = {scheme:String} AND subject_kind = {kind:String} AND item IN {items:Array(String)}
        AND /*period*/ AND /*where*/
    GROUP BY subject, item, period_from, period_to
    ORDER BY period_from, period_to
)
GROUP BY subject, item
ORDER BY subject, item
