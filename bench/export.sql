-- Hazards of three years in Shandong's towns: about as long and as different as real ones.
INSERT INTO WORK (system, id, region, sector, department, enterprise, enterprise_class, inspection, source, level, found_on, due_on, extended_due_on, rectified_on, verified_on,
    assurances, supervised, money_spent, penalty, description, run, row)
WITH (SELECT groupUniqArray(code) FROM region WHERE level = 'town' AND startsWith(code, '37')) AS towns
SELECT
    'ledger', 'YH' || leftPad(toString(number), 9, '0'), towns[1 + cityHash64(number) % length(towns)],
    ['hazardous_chemicals', 'mine', 'construction', 'gas', 'fire_safety', 'power', 'machinery', 'textile'][1 + cityHash64(number, 1) % 8],
    ['emergency', 'housing', 'transport', 'market', 'industry'][1 + cityHash64(number, 2) % 5],
    'SD' || leftPad(toString(cityHash64(number, 3) % 20000), 8, '0'), ['A', 'B', 'C', 'D'][1 + cityHash64(number, 10) % 4],
    if(number % 3 = 0, '', 'JC' || leftPad(toString(intDiv(number, 3)), 9, '0')),
    ['self', 'government', 'third_party', 'public'][1 + cityHash64(number, 4) % 4], if(number % 50 = 0, 'major', 'general') AS level,
    toDate('2023-10-01') + toUInt32(number * 1095 / ROWS) AS found_on, found_on + 15, NULL,
    if(cityHash64(number, 5) % 10 = 0, NULL, found_on + cityHash64(number, 6) % 20) AS rectified_on, rectified_on + 3,
    if(level = 'major', ['responsibility', 'measures', 'funds'], []), if(level = 'major', cityHash64(number, 12) % 2 = 1, NULL),
    toDecimal64(cityHash64(number, 7) % 100000 / 100, 2), if(number % 7 = 0, toDecimal64(number % 5000, 2), NULL),
    '安全通道堵塞，消防设施缺失 ' || toString(cityHash64(number, 8) % 5000), 'bench', number + 1
FROM numbers(ROWS)
SETTINGS max_partitions_per_insert_block = 0
