-- Ten columns as ledgers have them; %s makes the numbers, one dialect after the other.
SELECT n AS id, lpad(CAST(110000 + n % 400000 AS char(6)), 6, '0') AS region, CASE WHEN n % 10 = 0 THEN '重大' ELSE '一般' END AS level, date '2024-01-01' + CAST(n % 366 AS integer) AS found_on,
    CAST('2024-01-01 08:00:00+08' AS timestamptz) + n % 31622400 * interval '1 second' AS changed_at, CAST(n % 1000003 + n % 100 / 100.0 AS numeric(18, 2)) AS money, n % 3 = 0 AS done,
    CASE WHEN n % 7 = 0 THEN NULL ELSE '基坑边坡未支护，临边防护缺失，编号' || n END AS description, '某某建筑工程有限公司' || n % 20000 AS enterprise, CAST(n % 97 AS integer) AS days
FROM generate_series(1, ROWS) AS s(n)
---
SELECT seq AS id, lpad(CAST(110000 + seq % 400000 AS char), 6, '0') AS region, CASE WHEN seq % 10 = 0 THEN '重大' ELSE '一般' END AS level, date_add('2024-01-01', INTERVAL seq % 366 DAY) AS found_on,
    CAST(date_add('2024-01-01 08:00:00', INTERVAL seq % 31622400 SECOND) AS datetime) AS changed_at, CAST(seq % 1000003 + seq % 100 / 100.0 AS decimal(18, 2)) AS money, seq % 3 = 0 AS done,
    CASE WHEN seq % 7 = 0 THEN NULL ELSE concat('基坑边坡未支护，临边防护缺失，编号', seq) END AS description, concat('某某建筑工程有限公司', seq % 20000) AS enterprise, CAST(seq % 97 AS signed) AS days
FROM seq_1_to_ROWS
