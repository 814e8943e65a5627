-- [duckdb: one call that fills the memory or does not end; the twin is the same at a smaller size]
SELECT repeat('x', 4000000000) --! known_functions | harm: memory
--  twin: SELECT repeat('x', 24000000)
SELECT length(repeat('x', 4000000000)) --! harm: memory
--  twin: SELECT length(repeat('x', 24000000))
SELECT repeat(repeat('x', 60000), 60000) --! harm: memory
--  twin: SELECT length(repeat(repeat('x', 9000), 9000))
SELECT length(repeat(note, 2000000000)) FROM orders --! harm: memory
--  twin: SELECT length(repeat(note, 6000000)) FROM orders
SELECT repeat([1], 1000000000) --! harm: memory
--  twin: SELECT len(repeat([1], 2000000))
SELECT 'x'.repeat(4000000000) --! harm: memory
--  twin: SELECT length('x'.repeat(24000000))
SELECT repeat('x', 10 ** 9) --! harm: memory
--  twin: SELECT length(repeat('x', (24 * 10 ** 6)::bigint))
SELECT repeat('x', 1 << 32) --! harm: memory
--  twin: SELECT length(repeat('x', 1 << 25))
SELECT repeat('x', (SELECT 4000000000)) --! harm: memory
--  twin: SELECT length(repeat('x', (SELECT 24000000)))
SELECT repeat('x', '4000000000'::bigint) --! harm: memory
--  twin: SELECT length(repeat('x', '24000000'::bigint))
SELECT list_transform([4000000000], lambda n: length(repeat('x', n))) --! harm: memory
--  twin: SELECT list_transform([80000000], lambda n: length(repeat('x', n)))
WITH n AS (SELECT 4000000000 AS k) SELECT length(repeat('x', k)) FROM n --! harm: memory
--  twin: WITH n AS (SELECT 24000000 AS k) SELECT length(repeat('x', k)) FROM n
SELECT max(length(repeat('x', 200000000 + quantity))) OVER () FROM orders --! harm: memory
--  twin: SELECT max(length(repeat('x', 6000000 + quantity))) OVER () FROM orders
SELECT rpad('x', 2000000000, 'y') --! known_functions | harm: memory
--  twin: SELECT length(rpad('x', 24000000, 'y'))
SELECT lpad('x', 2000000000, 'y') --! known_functions | harm: memory
--  twin: SELECT length(lpad('x', 24000000, 'y'))
SELECT rpad(note, 1000000000, note) FROM orders --! harm: memory
--  twin: SELECT length(rpad(note, 6000000, note)) FROM orders
SELECT printf('%1000000000d', 1) --! known_functions | harm: memory
--  twin: SELECT length(printf('%24000000d', 1))
SELECT printf('%' || '1000000000d', 1) --! harm: memory
--  twin: SELECT length(printf('%' || '80000000d', 1))
SELECT printf('%-2000000000s', 'x') --! harm: memory
--  twin: SELECT length(printf('%-24000000s', 'x'))
SELECT printf('%*d', 1000000000, 1) --! harm: memory
--  twin: SELECT length(printf('%*d', 24000000, 1))
SELECT format('{:1000000000}', 1) --! known_functions | harm: memory
--  twin: SELECT length(format('{:24000000}', 1))
SELECT format('{:>1000000000}', 'x') --! harm: memory
--  twin: SELECT length(format('{:>24000000}', 'x'))
SELECT format('{:{}}', 1, 1000000000) --! harm: memory
--  twin: SELECT length(format('{:{}}', 1, 24000000))
--  twin: SELECT length(bar(1, 0, 1, 30000000))
SELECT list_resize([1], 1000000000) --! known_functions | harm: memory
--  twin: SELECT len(list_resize([1], 1000000))
SELECT array_resize([1], 1000000000, 0) --! harm: memory
--  twin: SELECT len(array_resize([1], 1000000, 0))
SELECT list_resize([note], 500000000) FROM orders --! harm: memory
--  twin: SELECT list_resize([note], 3000000)::varchar FROM orders WHERE "OrderID" = 1
SELECT [1].list_resize(1000000000) --! harm: memory
--  twin: SELECT len([1].list_resize(1000000))
SELECT * FROM repeat_row(1, num_rows = 1000000000) --! known_functions | harm: rows
--  twin: SELECT * FROM repeat_row(1, num_rows = 1000000)
SELECT * FROM repeat(1, 1000000000) --! harm: rows
--  twin: SELECT * FROM repeat(1, 1000000)
SELECT count(*) FROM repeat(1, 100000000000) --! harm: time
--  twin: SELECT count(*) FROM repeat(1, 3000000000)
SELECT string_split(repeat('a,', 500000000), ',') --! harm: memory
--  twin: SELECT len(string_split(repeat('a,', 1000000), ','))
SELECT regexp_replace(repeat('a', 100000), 'a', repeat('b', 100000), 'g') --! harm: memory
--  twin: SELECT length(regexp_replace(repeat('a', 10000), 'a', repeat('b', 10000), 'g'))
SELECT replace(repeat('a', 100000), 'a', repeat('b', 100000)) --! harm: memory
--  twin: SELECT length(replace(repeat('a', 10000), 'a', repeat('b', 10000)))
SELECT translate(repeat('a', 1000000000), 'a', 'b') --! harm: memory
--  twin: SELECT length(translate(repeat('a', 16000000), 'a', 'b'))
SELECT levenshtein(repeat('a', 200000), repeat('b', 200000)) --! harm: time
--  twin: SELECT levenshtein(repeat('a', 14000), repeat('b', 14000))
SELECT damerau_levenshtein(repeat('a', 200000), repeat('b', 200000)) --! harm: time
--  twin: SELECT damerau_levenshtein(repeat('a', 4000), repeat('b', 4000))
SELECT jaro_winkler_similarity(repeat('ab', 2000000), repeat('ba', 2000000)) --! harm: time
--  twin: SELECT jaro_winkler_similarity(repeat('ab', 200000), repeat('ba', 200000))
SELECT jaccard(repeat('ab', 500000000), 'a') --! harm: memory
--  twin: SELECT jaccard(repeat('ab', 16000000), 'a')
SELECT to_base64(repeat('a', 1000000000)::blob) --! harm: memory
--  twin: SELECT length(to_base64(repeat('a', 16000000)::blob))
SELECT hex(repeat('a', 1000000000)) --! harm: memory
--  twin: SELECT length(hex(repeat('a', 16000000)))
SELECT url_encode(repeat('%', 1000000000)) --! harm: memory
--  twin: SELECT length(url_encode(repeat('%', 30000000)))
SELECT bitstring('1', 2000000000) --! harm: memory
--  twin: SELECT bit_count(bitstring('1', 300000000))
SELECT list_transform(range(100000000), lambda x: [x, x, x]) --! harm: memory
--  twin: SELECT len(list_transform(range(500000), lambda x: [x, x, x]))
SELECT list_transform(range(1000), lambda x: list_transform(range(1000), lambda y: list_transform(range(1000), lambda z: x + y + z))) --! harm: memory
--  twin: SELECT len(list_transform(range(120), lambda x: list_transform(range(120), lambda y: list_transform(range(120), lambda z: x + y + z))))
SELECT list_reduce(range(1, 60), lambda a, b: a || a, 'x') --! harm: memory
--  twin: SELECT length(list_reduce(range(1, 27)::varchar[], lambda a, b: a || a, 'x'))
SELECT list_reduce(['x', 'x', 'x', 'x', 'x', 'x', 'x', 'x', 'x', 'x', 'x', 'x', 'x', 'x', 'x', 'x', 'x', 'x', 'x', 'x', 'x', 'x', 'x', 'x', 'x', 'x', 'x', 'x', 'x', 'x', 'x', 'x', 'x', 'x', 'x', 'x'], lambda a, b: a || a) --! harm: memory
--  twin: SELECT length(list_reduce(['x', 'x', 'x', 'x', 'x', 'x', 'x', 'x', 'x', 'x', 'x', 'x', 'x', 'x', 'x', 'x', 'x', 'x', 'x', 'x', 'x', 'x', 'x', 'x', 'x'], lambda a, b: a || a))
SELECT list_sort(range(50000000)) --! harm: memory
--  twin: SELECT len(list_sort(range(1000000)))
SELECT list_distinct(range(100000000)) --! harm: memory
--  twin: SELECT len(list_distinct(range(400000)))
SELECT list_zip(range(100000000), range(100000000)) --! harm: memory
--  twin: SELECT len(list_zip(range(500000), range(500000)))
SELECT array_to_string(range(100000000), ',') --! harm: memory
--  twin: SELECT length(array_to_string(range(1000000), ','))
SELECT histogram(x, range(100000000)) FROM range(10) t(x) --! harm: memory
--  twin: SELECT len(map_keys(histogram(x, range(600000)))) FROM range(10) t(x)
SELECT equi_width_bins(0, 1000000000, 1000000000, false) --! harm: memory
--  twin: SELECT len(equi_width_bins(0, 1000000000, 1000000, false))
-- [duckdb: series]
SELECT unnest(range(0, 1000000000)) --! bounds | harm: memory
--  twin: SELECT max(u) FROM (SELECT unnest(range(0, 2000000)) AS u)
SELECT range(1000000000) --! harm: memory
--  twin: SELECT len(range(1000000))
SELECT len(range(1000000000)) --! harm: memory
--  twin: SELECT len(range(1000000))
SELECT generate_series(1, 1000000000) --! harm: memory
--  twin: SELECT len(generate_series(1, 2000000))
SELECT range(0, 1000000000000, 1000) --! harm: memory
--  twin: SELECT len(range(0, 2000000000, 1000))
SELECT range(10 ** 9) --! harm: memory
--  twin: SELECT len(range((10 ** 6)::bigint))
SELECT range(-1000000000, 0) --! harm: memory
--  twin: SELECT len(range(-2000000, 0))
SELECT range(0, -1000000000, -1) --! harm: memory
--  twin: SELECT len(range(0, -2000000, -1))
SELECT range('1000000000'::bigint) --! harm: memory
--  twin: SELECT len(range('2000000'::bigint))
SELECT range(CASE WHEN true THEN 1000000000 END) --! harm: memory
--  twin: SELECT len(range(CASE WHEN true THEN 2000000 END))
SELECT (range(1000000000))[1] --! harm: memory
--  twin: SELECT (range(1000000))[1]
SELECT (1000000000).range() --! harm: memory
--  twin: SELECT len((1000000).range())
SELECT range(quantity * 1000000000) FROM orders --! harm: memory
--  twin: SELECT len(range(quantity * 1000000)) FROM orders
SELECT range(0, 1000000000) FROM orders --! harm: memory
--  twin: SELECT len(range(0, 1000000)) FROM orders
SELECT generate_series(TIMESTAMP '2000-01-01', TIMESTAMP '2030-01-01', INTERVAL 1 SECOND) --! harm: memory
--  twin: SELECT len(generate_series(TIMESTAMP '2000-01-01', TIMESTAMP '2000-02-01', INTERVAL 1 SECOND))
SELECT unnest(generate_series(DATE '0001-01-01', DATE '9999-01-01', INTERVAL 1 MINUTE)) --! harm: memory
--  twin: SELECT len(generate_series(DATE '2001-01-01', DATE '2005-01-01', INTERVAL 1 MINUTE))
SELECT unnest(generate_series(DATE '2013-01-01', DATE '2014-01-01', INTERVAL 1 MICROSECOND)) --! bounds | harm: memory
--  twin: SELECT len(generate_series(TIMESTAMP '2013-01-01', TIMESTAMP '2013-01-01 00:00:02', INTERVAL 1 MICROSECOND))
SELECT * FROM range(1000000000) --! bounds | harm: rows
--  twin: SELECT * FROM range(1000000)
SELECT * FROM generate_series(0, 1000000000) --! bounds | harm: rows
--  twin: SELECT * FROM generate_series(0, 1000000)
SELECT count(*) FROM range(100000000000) --! harm: time
--  twin: SELECT sum(range) FROM range(300000000)
SELECT sum(hash(range)) FROM range(100000000000) --! harm: time
--  twin: SELECT sum(hash(range)) FROM range(50000000)
SELECT list(range) FROM range(1000000000) --! harm: memory
--  twin: SELECT len(list(range)) FROM range(10000000)
SELECT string_agg(range) FROM range(1000000000) --! harm: memory
--  twin: SELECT length(string_agg(range)) FROM range(5000000)
SELECT count(DISTINCT range) FROM range(1000000000) --! harm: memory
--  twin: SELECT count(DISTINCT range) FROM range(1000000)
SELECT * FROM range(1000000000) ORDER BY hash(range) --! harm: memory
--  twin: SELECT max(r) FROM (SELECT range AS r, row_number() OVER (ORDER BY hash(range)) AS n FROM range(1000000)) WHERE n > 1
FROM range(1000000000) SELECT median(range) --! harm: memory
--  twin: FROM range(8000000) SELECT median(range)
SELECT * FROM range(DATE '0001-01-01', DATE '9999-01-01', INTERVAL 1 SECOND) --! harm: rows
--  twin: SELECT * FROM range(TIMESTAMP '2001-01-01', TIMESTAMP '2001-01-20', INTERVAL 1 SECOND)
SELECT * FROM unnest(range(1000000000)) --! harm: memory
--  twin: SELECT max(x) FROM unnest(range(1000000)) t(x)
SELECT count(*) FROM range(10000) a, range(10000) b, range(10000) c --! harm: time
--  twin: SELECT sum(hash(a.range + b.range + c.range)) FROM range(250) a, range(250) b, range(250) c
SELECT sum(a.range * b.range) FROM range(10000) a, range(10000) b, range(10000) c, range(10000) d --! harm: time
--  twin: SELECT sum(a.range * b.range) FROM range(170) a, range(170) b, range(170) c, range(170) d
WITH s AS (SELECT range AS x FROM range(10000)) SELECT count(*) FROM s a, s b, s c WHERE a.x + b.x + c.x = 7 --! harm: time
--  twin: WITH s AS (SELECT range AS x FROM range(400)) SELECT count(*) FROM s a, s b, s c WHERE a.x + b.x + c.x = 7
SELECT string_agg(a.range::varchar) FROM range(10000) a, range(10000) b, range(100) c --! harm: memory
--  twin: SELECT length(string_agg(a.range::varchar)) FROM range(2500) a, range(2500) b
SELECT list(a.range) FROM range(10000) a CROSS JOIN range(10000) b CROSS JOIN range(10000) c --! harm: memory
--  twin: SELECT len(list(a.range)) FROM range(200) a CROSS JOIN range(200) b CROSS JOIN range(200) c
SELECT unnest(range(10000)), unnest(range(10000)) FROM range(10000), range(10000) --! harm: rows
--  twin: SELECT unnest(range(100)), unnest(range(100)) FROM range(100), range(200)
SELECT unnest(range(10000)) FROM (SELECT unnest(range(10000)) FROM (SELECT unnest(range(10000)))) --! harm: rows
--  twin: SELECT unnest(range(130)) FROM (SELECT unnest(range(130)) FROM (SELECT unnest(range(130))))
SELECT count(*) FROM (SELECT unnest(range(10000)) FROM (SELECT unnest(range(10000)) FROM (SELECT unnest(range(10000))))) --! harm: time
--  twin: SELECT sum(x) FROM (SELECT unnest(range(500)) AS x FROM (SELECT unnest(range(500)) FROM (SELECT unnest(range(500)))))
-- [duckdb: recursion without an end, sets without a measure]
WITH RECURSIVE t(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM t) SELECT count(*) FROM t --! harm: endless
WITH RECURSIVE t(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM t LEFT JOIN orders o ON o."OrderID" = t.n) SELECT max(n) FROM t --! harm: endless
WITH RECURSIVE t(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM t LEFT JOIN (SELECT 1 AS k) x ON t.n < 5) SELECT max(n) FROM t --! harm: endless
WITH RECURSIVE t(n) AS (SELECT 1 UNION ALL SELECT n FROM t) SELECT max(n) FROM t --! harm: endless
WITH RECURSIVE t(n) AS (SELECT 1 UNION SELECT n + 1 FROM t) SELECT max(n) FROM t --! harm: endless
WITH RECURSIVE t(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM t WHERE true) SELECT max(n) FROM t --! harm: endless
WITH RECURSIVE t(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM t WHERE n > 0) SELECT max(n) FROM t --! harm: endless
WITH RECURSIVE t(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM t WHERE n < 10000000000) SELECT max(n) FROM t --! harm: endless
WITH RECURSIVE t(n) AS (SELECT 1 UNION ALL SELECT 1 - n FROM t WHERE n < 5) SELECT max(n) FROM t --! harm: endless
WITH RECURSIVE t(n) AS (SELECT 1 UNION ALL SELECT n FROM t WHERE n < 100) SELECT max(n) FROM t --! harm: endless
WITH RECURSIVE t(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM t, orders) SELECT max(n) FROM t --! harm: memory
--  twin: WITH RECURSIVE t(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM t, orders WHERE n < 10) SELECT max(n) FROM t
WITH RECURSIVE t(s) AS (SELECT 'x' UNION ALL SELECT s || s FROM t) SELECT max(length(s)) FROM t --! harm: memory
--  twin: WITH RECURSIVE t(s, n) AS (SELECT 'x', 1 UNION ALL SELECT s || s, n + 1 FROM t WHERE n < 27) SELECT max(length(s)) FROM t
WITH RECURSIVE t(l) AS (SELECT [1] UNION ALL SELECT l || l FROM t) SELECT max(len(l)) FROM t --! harm: memory
--  twin: WITH RECURSIVE t(l, n) AS (SELECT [1], 1 UNION ALL SELECT l || l, n + 1 FROM t WHERE n < 24) SELECT max(len(l)) FROM t
WITH RECURSIVE t(n) AS (SELECT 1 UNION ALL (SELECT n + 1 FROM t UNION ALL SELECT n + 2 FROM t)) SELECT count(*) FROM t --! harm: memory
--  twin: WITH RECURSIVE t(n) AS (SELECT 1 UNION ALL (SELECT n + 1 FROM t WHERE n < 24 UNION ALL SELECT n + 1 FROM t WHERE n < 24)) SELECT count(*) FROM t
WITH RECURSIVE t(n, x) USING KEY (n) AS (SELECT 1, 1 UNION SELECT n, x + 1 FROM t) SELECT * FROM t --! harm: endless
SELECT (WITH RECURSIVE t(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM t) SELECT max(n) FROM t) --! harm: endless
SELECT * FROM orders WHERE amount IN (WITH RECURSIVE t(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM t) SELECT n FROM t) --! harm: endless
SELECT count(*) FROM orders GROUP BY CUBE ("OrderID", customer_id, amount, status, placed_on, placed_at, quantity, note, amount + 1, amount + 2, amount + 3, amount + 4, amount + 5, amount + 6, amount + 7, amount + 8) --! harm: time
--  twin: SELECT count(*) FROM orders GROUP BY CUBE ("OrderID", customer_id, amount, status, placed_on, placed_at, quantity)
SELECT count(*) FROM orders GROUP BY CUBE (1 + amount, 2 + amount, 3 + amount, 4 + amount, 5 + amount, 6 + amount), CUBE (7 + amount, 8 + amount, 9 + amount, 10 + amount, 11 + amount, 12 + amount) --! harm: time
--  twin: SELECT count(*) FROM orders GROUP BY CUBE (1 + amount, 2 + amount, 3 + amount, 4 + amount), CUBE (7 + amount, 8 + amount, 9 + amount, 10 + amount)
SELECT count(*) FROM orders GROUP BY GROUPING SETS (CUBE (1 + amount, 2 + amount, 3 + amount, 4 + amount, 5 + amount, 6 + amount), CUBE (status, note, quantity)), CUBE (7 + amount, 8 + amount, 9 + amount, 10 + amount, 11 + amount, 12 + amount) --! harm: time
--  twin: SELECT count(*) FROM orders GROUP BY GROUPING SETS (CUBE (1 + amount, 2 + amount), CUBE (status, note, quantity)), CUBE (7 + amount, 8 + amount, 9 + amount, 10 + amount)
SELECT 1 IN ({{400000*1, }}2) --! harm: memory
--  twin: SELECT 1 IN ({{40000*1, }}2)
SELECT {{100000*amount, }}1 FROM orders --! harm: time
--  twin: SELECT {{8000*amount, }}1 FROM orders
SELECT 1 {{20000*UNION ALL SELECT 1 }} --! harm: time
--  twin: SELECT 1 {{1500*UNION ALL SELECT 1 }}
SELECT x FROM (VALUES {{400000*(1), }}(2)) t(x) --! harm: memory
--  twin: SELECT count(*) FROM (VALUES {{60000*(1), }}(2)) t(x)
SELECT '{{20000000*x}}' --! harm: memory
--  twin: SELECT '{{9000000*x}}'
