INSERT INTO quarantine (run, pipeline, fact, system, region, file, row, line, codes, reasons, raw, at, run_row, key)
SELECT {p20:String}, {p32:String} AS pipeline, {p33:String}, system, v_region, {p34:Array(String)}[file + 1], bitAnd(row, 1099511627775) - {p35:Array(UInt64)}[file + 1], line,
  wrong.1, wrong.2, raw, now64(3), row, if(ifNull(id, '') = '', reinterpretAsUInt128(sipHash128(pipeline, raw)), reinterpretAsUInt128(sipHash128(system, id)))
FROM (SELECT *, arrayFilter(x -> x.1 != '', [if(isNull(t_id), ('missing_value', concat({p2:String}, ' is required and is empty')), ('', '')),
    if(isNull(t_region), ('missing_value', concat({p3:String}, ' is required and is empty')), ('', '')),
    if(isNotNull(t_region) AND v_region = '' AND arrayElement(joinGet('stage_r_0_region', 'ambiguous', ifNull(t_region, '')), arrayLastIndex(d -> d <= ifNull(v_found_on, {p4:Date32}), joinGet('stage_r_0_region', 'days', ifNull(t_region, '')))) = 0, ('unknown_region', concat({p3:String}, ' “', substringUTF8(assumeNotNull(t_region), 1, 80), '”', ' ', arrayElement(joinGet('stage_r_0_region', 'reasons', ifNull(t_region, '')), arrayLastIndex(d -> d <= ifNull(v_found_on, {p4:Date32}), joinGet('stage_r_0_region', 'days', ifNull(t_region, '')))))), ('', '')),
    if(isNotNull(t_region) AND v_region = '' AND arrayElement(joinGet('stage_r_0_region', 'ambiguous', ifNull(t_region, '')), arrayLastIndex(d -> d <= ifNull(v_found_on, {p4:Date32}), joinGet('stage_r_0_region', 'days', ifNull(t_region, '')))) = 1, ('ambiguous_region', concat({p3:String}, ' “', substringUTF8(assumeNotNull(t_region), 1, 80), '”', ' ', arrayElement(joinGet('stage_r_0_region', 'reasons', ifNull(t_region, '')), arrayLastIndex(d -> d <= ifNull(v_found_on, {p4:Date32}), joinGet('stage_r_0_region', 'days', ifNull(t_region, '')))))), ('', '')),
    if(isNull(t_source), ('missing_value', concat({p5:String}, ' is required and is empty')), ('', '')),
    if(isNotNull(t_source) AND v_source = '', ('unknown_code', concat({p5:String}, ' “', substringUTF8(assumeNotNull(t_source), 1, 80), '”', {p6:String})), ('', '')),
    if(isNull(t_level), ('missing_value', concat({p7:String}, ' is required and is empty')), ('', '')),
    if(isNotNull(t_level) AND v_level = '', ('unknown_code', concat({p7:String}, ' “', substringUTF8(assumeNotNull(t_level), 1, 80), '”', {p8:String})), ('', '')),
    if(isNull(t_found_on), ('missing_value', concat({p9:String}, ' is required and is empty')), ('', '')),
    if(isNotNull(t_found_on) AND isNull(v_found_on), ('bad_value', concat({p9:String}, ' “', substringUTF8(assumeNotNull(t_found_on), 1, 80), '”', {p10:String})), ('', '')),
    if(ifNull(v_found_on < toDate32('1970-01-01') OR v_found_on > toDate32('2149-06-06'), false), ('out_of_range', concat({p9:String}, ' “', substringUTF8(assumeNotNull(t_found_on), 1, 80), '”', ' lies outside of the days that can be kept, 1970-01-01 to 2149-06-06')), ('', '')),
    if(ifNull(v_found_on > {p11:Date32}, false), ('out_of_range', concat({p9:String}, ' “', substringUTF8(assumeNotNull(t_found_on), 1, 80), '”', {p12:String})), ('', '')),
    if(NOT f1, ('no_partner', concat({p13:String}, ifNull(j1_1, ''), '” ', {p14:String})), ('', '')),
    if(NOT spoiled AND ifNull(rectified_on < found_on, false), ('rectified_before_found', {p15:String}), ('', '')),
    if(NOT spoiled AND ifNull(verified_on IS NOT NULL AND (rectified_on IS NULL OR verified_on < rectified_on), false), ('verified_before_rectified', {p16:String}), ('', '')),
    if(NOT spoiled AND ifNull(extended_due_on < due_on, false), ('extension_before_due', {p18:String}), ('', ''))]) AS wrong
FROM (SELECT *, (isNull(t_id))
  OR (isNull(t_region))
  OR (isNotNull(t_region) AND v_region = '' AND arrayElement(joinGet('stage_r_0_region', 'ambiguous', ifNull(t_region, '')), arrayLastIndex(d -> d <= ifNull(v_found_on, {p4:Date32}), joinGet('stage_r_0_region', 'days', ifNull(t_region, '')))) = 0)
  OR (isNotNull(t_region) AND v_region = '' AND arrayElement(joinGet('stage_r_0_region', 'ambiguous', ifNull(t_region, '')), arrayLastIndex(d -> d <= ifNull(v_found_on, {p4:Date32}), joinGet('stage_r_0_region', 'days', ifNull(t_region, '')))) = 1)
  OR (isNull(t_source))
  OR (isNotNull(t_source) AND v_source = '')
  OR (isNull(t_level))
  OR (isNotNull(t_level) AND v_level = '')
  OR (isNull(t_found_on))
  OR (isNotNull(t_found_on) AND isNull(v_found_on))
  OR (ifNull(v_found_on < toDate32('1970-01-01') OR v_found_on > toDate32('2149-06-06'), false))
  OR (ifNull(v_found_on > {p11:Date32}, false))
  OR (NOT f1) AS spoiled
FROM (SELECT *
FROM (SELECT *,
  {p31:String} AS system,
  ifNull(v_id, '') AS id,
  ifNull(v_region, '') AS region,
  '' AS sector,
  '' AS department,
  '' AS enterprise,
  '' AS enterprise_class,
  '' AS inspection,
  ifNull(v_source, '') AS source,
  ifNull(v_level, '') AS level,
  CAST(v_found_on AS Nullable(Date)) AS found_on,
  CAST(NULL AS Nullable(Date)) AS due_on,
  CAST(NULL AS Nullable(Date)) AS extended_due_on,
  CAST(NULL AS Nullable(Date)) AS rectified_on,
  CAST(NULL AS Nullable(Date)) AS verified_on,
  emptyArrayString() AS assurances,
  CAST(NULL AS Nullable(Bool)) AS supervised,
  CAST(NULL AS Nullable(Decimal(18, 2))) AS money_spent,
  CAST(NULL AS Nullable(Decimal(18, 2))) AS penalty,
  '' AS description
FROM (SELECT *,
  t_id AS v_id,
  arrayElement(joinGet('stage_r_0_region', 'codes', ifNull(t_region, '')), arrayLastIndex(d -> d <= ifNull(v_found_on, {p4:Date32}), joinGet('stage_r_0_region', 'days', ifNull(t_region, '')))) AS v_region,
  if(isNull(t_source), '', if(transform(assumeNotNull(t_source), {p25:Array(String)}, {p26:Array(String)}, '') != '', transform(assumeNotNull(t_source), {p25:Array(String)}, {p26:Array(String)}, ''), transform(lowerUTF8(translateUTF8(replaceRegexpAll(assumeNotNull(t_source), '[\\s\\x{3000}\\x{00a0}]', ''), '（），．：；－０１２３４５６７８９', '(),.:;-0123456789')), {p25:Array(String)}, {p26:Array(String)}, ''))) AS v_source,
  if(isNull(t_level), '', if(transform(assumeNotNull(t_level), {p27:Array(String)}, {p28:Array(String)}, '') != '', transform(assumeNotNull(t_level), {p27:Array(String)}, {p28:Array(String)}, ''), transform(lowerUTF8(translateUTF8(replaceRegexpAll(assumeNotNull(t_level), '[\\s\\x{3000}\\x{00a0}]', ''), '（），．：；－０１２３４５６７８９', '(),.:;-0123456789')), {p27:Array(String)}, {p28:Array(String)}, ''))) AS v_level,
  if(isNull(if(toString(toDate32OrNull(t_found_on)) = t_found_on, toDate32OrNull(t_found_on), NULL)) AND isNotNull(t_found_on), arrayMap(r -> if(toString(toDate32OrNull(r)) = r, toDate32OrNull(r), NULL), [multiIf(isNull(t_found_on), '', match(t_found_on, {p29:String}), replaceRegexpAll(replaceRegexpOne(assumeNotNull(t_found_on), {p29:String}, {p30:String}), '([-: ])(\\d)(?:\\b)', '\\10\\2'), '')])[1], if(toString(toDate32OrNull(t_found_on)) = t_found_on, toDate32OrNull(t_found_on), NULL)) AS v_found_on
FROM (SELECT s0.row AS row,
  s0.line AS line,
  s0.file AS file,
  toJSONString(mapFromArrays({p21:Array(String)}, [s0.c1, s0.c2, s0.c3, s0.c4, s0.c5])) AS raw,
  s1.found AS f1,
  s0.c1 AS j1_1,
  CAST(nullIf(trimBoth(toString(concat ( s0.c1 , '-' , s0.c2 ))), '') AS Nullable(String)) AS t_id,
  CAST(s1.c3 AS Nullable(String)) AS t_region,
  CAST({p1:String} AS Nullable(String)) AS t_source,
  CAST(nullIf(trimBoth(if(isNull(s0.c3), NULL, transform(assumeNotNull(s0.c3), {p22:Array(String)}, {p23:Array(String)}, assumeNotNull(s0.c3)))), '') AS Nullable(String)) AS t_level,
  CAST(s0.c4 AS Nullable(String)) AS t_found_on
FROM stage_r_0 AS s0
LEFT ANY JOIN (SELECT c2, c3, true AS found FROM stage_r_1 ORDER BY row DESC LIMIT 1 BY c2) AS s1 ON if(s0.c1 IN {p24:Array(String)}, NULL, s0.c1) = s1.c2
WHERE NOT bitmapContains((SELECT groupBitmapState(row) FROM work_r), s0.row)))))))
SETTINGS max_partitions_per_insert_block = 0, max_insert_threads = 2, min_insert_block_size_rows = 262144, min_insert_block_size_bytes = 134217728, join_use_nulls = 0, transform_null_in = 0, optimize_and_compare_chain = 0, output_format_json_escape_forward_slashes = 0