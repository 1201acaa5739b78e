INSERT INTO {variant} SELECT
    toYYYYMM(found_on) AS month, 1 AS generation, 'ledger' AS system, 'YH' || leftPad(toString(number), 9, '0') AS id,
    toString(370300000 + cityHash64(number) % 1853) AS region,
    ['hazardous_chemicals', 'mine', 'construction', 'gas', 'fire_safety', 'power', 'machinery', 'textile'][1 + cityHash64(number, 1) % 8] AS sector,
    ['emergency', 'housing', 'transport', 'market', 'industry'][1 + cityHash64(number, 2) % 5] AS department,
    'SD' || leftPad(toString(cityHash64(number, 3) % 20000), 8, '0') AS enterprise, 'B' AS enterprise_class,
    'JC' || leftPad(toString(intDiv(number, 3)), 9, '0') AS inspection,
    ['self', 'government', 'third_party', 'public'][1 + cityHash64(number, 4) % 4] AS source, if(number % 50 = 0, 'major', 'general') AS level,
    toDate('2024-01-01') + toUInt32(number * 1000 / {rows}) AS found_on, found_on + 15 AS due_on, NULL AS extended_due_on,
    if(cityHash64(number, 5) % 10 = 0, NULL, found_on + cityHash64(number, 6) % 20) AS rectified_on, rectified_on + 3 AS verified_on, [] AS assurances,
    NULL AS supervised, toDecimal64(cityHash64(number, 7) % 100000 / 100, 2) AS money_spent, NULL AS penalty, '安全通道堵塞，消防设施缺失 ' || toString(cityHash64(number, 8) % 5000) AS description,
    'run' AS run, number AS row, cityHash64(number, 9) AS row_hash
FROM numbers({rows})
