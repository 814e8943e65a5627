-- [duckdb: a table that does not exist for the role, in every place of a statement]
SELECT * FROM secret_salaries --! harm: secret row
SELECT pay FROM secret_salaries --! names_exist | harm: secret row
SELECT PAY FROM SECRET_SALARIES --! harm: secret row
SELECT * FROM "secret_salaries" --! harm: secret row
SELECT * FROM main.secret_salaries --! names_exist | harm: secret row
SELECT * FROM vault.secret_salaries --! harm: secret row
SELECT * FROM vault.main.secret_salaries --! harm: secret row
SELECT * FROM "vault"."main"."secret_salaries" --! harm: secret row
SELECT * FROM main . secret_salaries --! harm: secret row
SELECT * FROM main/**/./**/"secret_salaries" --! harm: secret row
SELECT * FROM 'secret_salaries' --! harm: secret row
SELECT * FROM `secret_salaries` --! harm: secret row
SELECT * FROM hr.pay --! harm: secret row
SELECT * FROM vault.hr.pay --! harm: secret row
SELECT * FROM side.main.pay --! harm: secret row
SELECT * FROM side.pay --! harm: secret row
SELECT * FROM hr.orders --! plain_tables | harm: secret row
SELECT hr.orders.pay FROM hr.orders --! harm: secret row
SELECT * FROM range --! harm: secret row
SELECT * FROM "range" --! harm: secret row
SELECT pay FROM histogram --! harm: secret row
TABLE secret_salaries --! harm: secret row
FROM secret_salaries --! harm: secret row
FROM secret_salaries SELECT pay --! harm: secret row
FROM secret_salaries s SELECT s.pay WHERE pay > 1 --! harm: secret row
(FROM secret_salaries) --! harm: secret row
((TABLE secret_salaries)) --! harm: secret row
SELECT * FROM ((secret_salaries)) --! harm: secret row
SELECT * FROM (FROM secret_salaries) --! harm: secret row
SELECT * FROM orders, secret_salaries --! harm: secret row
SELECT * FROM orders JOIN secret_salaries ON true --! names_exist | harm: secret row
SELECT * FROM orders LEFT JOIN secret_salaries ON note = person --! harm: catalog read
SELECT * FROM orders FULL JOIN secret_salaries ON note = person --! harm: secret row
SELECT * FROM orders NATURAL JOIN (SELECT 'a' AS note, * FROM secret_salaries) --! harm: secret row
SELECT * FROM customers c JOIN secret_salaries s ON s.person = c.name --! harm: secret row
SELECT * FROM customers CROSS JOIN secret_salaries --! harm: secret row
SELECT * FROM orders POSITIONAL JOIN secret_salaries --! names_exist | harm: secret row
SELECT c.name, s.pay FROM customers c ASOF JOIN secret_salaries s ON c.name = s.person AND c.id <= s.pay --! harm: secret row
SELECT name FROM customers SEMI JOIN secret_salaries ON person = name AND pay = 987654 --! harm: one bit
SELECT name FROM customers ANTI JOIN secret_salaries ON person = name AND pay > 900000 --! harm: one bit
SELECT * FROM orders, LATERAL (SELECT * FROM secret_salaries) --! names_exist | harm: secret row
SELECT * FROM orders o, LATERAL (SELECT pay + o.quantity * 0 AS p FROM secret_salaries) --! harm: secret row
SELECT person, pay FROM secret_salaries UNION ALL SELECT note, 1 FROM orders --! harm: secret row
SELECT note AS person FROM orders UNION BY NAME SELECT * FROM secret_salaries --! harm: secret row
SELECT note, 1 FROM orders UNION FROM secret_salaries --! harm: secret row
(SELECT 'Ann', 987654) INTERSECT (FROM secret_salaries) --! harm: one bit
SELECT * FROM (VALUES ('Ann', 987654)) EXCEPT ALL FROM secret_salaries --! harm: one bit
SELECT (SELECT max(pay) FROM secret_salaries) FROM orders --! names_exist | harm: secret row
SELECT (SELECT pay FROM secret_salaries LIMIT 1) --! harm: secret row
SELECT ARRAY(SELECT pay FROM secret_salaries) --! harm: secret row
SELECT (FROM secret_salaries SELECT max(pay)) --! harm: secret row
SELECT (SELECT s FROM secret_salaries s) --! harm: secret row
SELECT (SELECT (SELECT (SELECT max(pay) FROM secret_salaries))) --! harm: secret row
SELECT (WITH x AS (FROM secret_salaries) SELECT max(pay) FROM x) --! harm: secret row
SELECT amount FROM orders WHERE amount < (SELECT max(pay) FROM secret_salaries) AND EXISTS (FROM secret_salaries WHERE pay = 987654) --! harm: one bit
SELECT 1 WHERE EXISTS (FROM secret_salaries WHERE pay BETWEEN 987000 AND 988000) --! harm: one bit
SELECT 1 WHERE 987654 IN (SELECT pay FROM secret_salaries) --! harm: one bit
SELECT 1 WHERE 987654 IN (FROM secret_salaries SELECT pay) --! harm: one bit
SELECT 987654 = ANY (SELECT pay FROM secret_salaries) --! harm: one bit
SELECT 987654 <= ALL (SELECT pay FROM secret_salaries) --! harm: one bit
SELECT ('Ann', 987654) IN (FROM secret_salaries) --! harm: one bit
SELECT CASE WHEN (SELECT max(pay) FROM secret_salaries) > 900000 THEN 'yes' ELSE 'no' END --! harm: one bit
SELECT CASE (SELECT max(pay) FROM secret_salaries) WHEN 987654 THEN 'yes' END --! harm: one bit
SELECT coalesce(NULL, (SELECT max(pay) FROM secret_salaries)) --! harm: secret row
SELECT greatest(1, (SELECT max(pay) FROM secret_salaries)) --! harm: secret row
SELECT (SELECT max(pay) FROM secret_salaries)::varchar --! harm: secret row
SELECT 1 + (SELECT max(pay) FROM secret_salaries) - 1 --! harm: secret row
SELECT NOT (SELECT pay = 987654 FROM secret_salaries) --! harm: one bit
SELECT 'a' || (SELECT max(pay) FROM secret_salaries) --! harm: secret row
SELECT * FROM orders WHERE amount BETWEEN 0 AND (SELECT max(pay) FROM secret_salaries) AND (SELECT max(pay) FROM secret_salaries) = 987654 --! harm: one bit
SELECT note FROM orders WHERE note LIKE (SELECT left(person, 0) || '%' FROM secret_salaries WHERE pay = 987654) --! harm: one bit
SELECT amount FROM orders ORDER BY CASE WHEN (SELECT max(pay) FROM secret_salaries) = 987654 THEN amount ELSE -amount END --! harm: one bit
SELECT * FROM orders LIMIT (SELECT (pay = 987654)::int FROM secret_salaries) --! harm: one bit
SELECT * FROM orders OFFSET (SELECT (pay = 987654)::int FROM secret_salaries) --! harm: one bit
SELECT (SELECT max(pay) FROM secret_salaries) AS p, count(*) FROM orders GROUP BY ALL --! harm: secret row
SELECT status FROM orders GROUP BY status HAVING count(*) < (SELECT max(pay) FROM secret_salaries WHERE pay = 987654) --! harm: one bit
SELECT status FROM orders QUALIFY row_number() OVER () < (SELECT max(pay) FROM secret_salaries WHERE pay = 987654) --! harm: one bit
SELECT count(*) FILTER (WHERE EXISTS (FROM secret_salaries WHERE pay = 987654)) FROM orders --! harm: one bit
SELECT max((SELECT max(pay) FROM secret_salaries)) OVER (PARTITION BY status) FROM orders --! harm: secret row
SELECT sum(quantity) OVER (ORDER BY "OrderID" ROWS BETWEEN CURRENT ROW AND (SELECT (pay = 987654)::int FROM secret_salaries) FOLLOWING) FROM orders --! harm: one bit
SELECT lag(amount, 1, (SELECT max(pay) FROM secret_salaries)) OVER (ORDER BY "OrderID") FROM orders --! harm: secret row
SELECT * REPLACE ((SELECT max(pay) FROM secret_salaries) AS note) FROM orders --! harm: secret row
SELECT * EXCLUDE (note), (SELECT max(pay) FROM secret_salaries) AS note FROM orders --! harm: secret row
SELECT [x FOR x IN (SELECT list(pay) FROM secret_salaries)] --! harm: secret row
SELECT {'a': (SELECT max(pay) FROM secret_salaries)} --! harm: secret row
SELECT {'a': {'b': [(SELECT max(pay) FROM secret_salaries)]}} --! harm: secret row
SELECT struct_pack(a := (SELECT max(pay) FROM secret_salaries)) --! harm: secret row
SELECT map {'a': (SELECT max(pay) FROM secret_salaries)} --! harm: secret row
SELECT row((SELECT max(pay) FROM secret_salaries), 1) --! harm: secret row
SELECT ((SELECT max(pay) FROM secret_salaries), 1) --! harm: secret row
SELECT [1, 2][(SELECT (pay = 987654)::int FROM secret_salaries)] --! harm: one bit
SELECT note[1:(SELECT (pay = 987654)::int FROM secret_salaries)] FROM orders --! harm: one bit
SELECT interval ((SELECT max(pay) FROM secret_salaries)) second --! harm: one bit
SELECT * FROM (VALUES ((SELECT max(pay) FROM secret_salaries))) t(x) --! names_exist | harm: secret row
VALUES ((SELECT max(pay) FROM secret_salaries)) --! names_exist | harm: secret row
VALUES (1), ((SELECT max(pay) FROM secret_salaries)) --! harm: secret row
SELECT * FROM unnest((SELECT list(pay) FROM secret_salaries)) --! names_exist | harm: secret row
SELECT unnest((SELECT list(pay) FROM secret_salaries)) --! harm: secret row
SELECT * FROM range((SELECT (pay = 987654)::int FROM secret_salaries)) --! harm: one bit
SELECT generate_series(1, (SELECT max(pay) FROM secret_salaries)) --! bounds | harm: memory
SELECT range((SELECT pay - 987650 FROM secret_salaries)) --! harm: one bit
SELECT * FROM json_each((SELECT to_json(list(pay)) FROM secret_salaries)) --! harm: secret row
PIVOT secret_salaries ON person IN ('Ann') USING sum(pay) --! names_exist | harm: secret row
PIVOT secret_salaries ON person USING sum(pay) --! harm: secret row
PIVOT (FROM secret_salaries) ON person USING max(pay) --! harm: secret row
SELECT * FROM secret_salaries PIVOT (max(pay) FOR person IN ('Ann')) --! harm: secret row
SELECT * FROM (PIVOT secret_salaries ON pay USING count(*)) --! harm: secret row
UNPIVOT secret_salaries ON pay --! harm: secret row
SELECT * FROM secret_salaries UNPIVOT (v FOR k IN (pay)) --! harm: secret row
FROM (UNPIVOT secret_salaries ON pay INTO NAME k VALUE v) --! harm: secret row
WITH p AS (PIVOT secret_salaries ON person USING sum(pay)) SELECT * FROM p --! harm: secret row
SELECT * FROM secret_salaries TABLESAMPLE 100% --! harm: secret row
SELECT * FROM secret_salaries USING SAMPLE 10 ROWS --! harm: secret row
SELECT count(*) FROM secret_salaries --! harm: one bit
SELECT DISTINCT pay FROM secret_salaries --! harm: secret row
SELECT pay, count(*) FROM secret_salaries GROUP BY CUBE (pay) --! harm: secret row
SELECT any_value(pay) FROM secret_salaries --! harm: secret row
SELECT COLUMNS(*) FROM secret_salaries --! harm: secret row
SELECT secret_salaries FROM secret_salaries --! harm: secret row
SELECT to_json(s) FROM secret_salaries s --! harm: secret row
SELECT s.* FROM secret_salaries s --! harm: secret row
SELECT secret_salaries.pay FROM secret_salaries --! harm: secret row
SELECT main.secret_salaries.pay FROM main.secret_salaries --! harm: secret row
SELECT * FROM secret_salaries AS orders --! harm: secret row
SELECT orders.pay FROM secret_salaries AS orders --! harm: secret row
SELECT customers.pay FROM orders AS secret_salaries, secret_salaries AS customers --! harm: secret row
SELECT p FROM secret_salaries AS orders(amount, p) --! harm: secret row
-- [duckdb: games with the names of WITH]
WITH secret_salaries AS (SELECT * FROM secret_salaries) SELECT * FROM secret_salaries --! names_exist | harm: secret row
WITH a AS (SELECT * FROM secret_salaries), secret_salaries AS (SELECT 1 as x) SELECT * FROM a --! names_exist | harm: secret row
WITH secret_salaries AS (SELECT 1 AS pay) SELECT * FROM main.secret_salaries --! harm: secret row
WITH secret_salaries AS (SELECT 1 AS pay) SELECT * FROM secret_salaries, main.secret_salaries m --! harm: secret row
SELECT * FROM (WITH secret_salaries AS (SELECT 1 AS x) SELECT * FROM secret_salaries) t, secret_salaries --! names_exist | harm: secret row
WITH x AS (WITH secret_salaries AS (SELECT 1 AS pay) SELECT * FROM secret_salaries) SELECT * FROM x, secret_salaries --! names_exist | harm: secret row
WITH a AS (SELECT [(SELECT max(pay) FROM secret_salaries)] AS x), secret_salaries AS (SELECT 1 AS pay) SELECT * FROM a --! names_exist | harm: secret row
WITH a AS (VALUES ((SELECT max(pay) FROM secret_salaries))), secret_salaries AS (SELECT 1 AS pay) SELECT * FROM a --! names_exist | harm: secret row
WITH a AS (SELECT 1 AS x LIMIT (SELECT (max(pay) > 500000)::int FROM secret_salaries)), secret_salaries AS (SELECT 1 AS pay) SELECT * FROM a --! harm: one bit
WITH RECURSIVE secret_salaries AS (SELECT * FROM secret_salaries UNION ALL SELECT 'x', 1) SELECT * FROM secret_salaries LIMIT 3 --! names_exist | harm: secret row
WITH RECURSIVE secret_salaries(p, n) AS (SELECT 'x', 1 UNION ALL SELECT p, n + 1 FROM secret_salaries WHERE n < 2) SELECT * FROM main.secret_salaries --! harm: secret row
WITH RECURSIVE a AS (SELECT * FROM secret_salaries), secret_salaries AS (SELECT 1 AS pay) SELECT * FROM a --! names_exist | harm: secret row
WITH RECURSIVE t(n) AS (SELECT pay FROM secret_salaries UNION ALL SELECT n FROM t WHERE n < 0) SELECT * FROM t --! harm: secret row
WITH RECURSIVE t(n) AS (SELECT 1 UNION ALL SELECT pay FROM t, secret_salaries WHERE n = 1) SELECT * FROM t --! harm: secret row
WITH "SECRET_SALARIES" AS (SELECT * FROM secret_salaries) SELECT * FROM "SECRET_SALARIES" --! harm: secret row
WITH t AS NOT MATERIALIZED (FROM secret_salaries) FROM t --! harm: secret row
WITH t(a, b) AS (FROM secret_salaries) SELECT b FROM t --! harm: secret row
WITH t AS (WITH u AS (FROM secret_salaries) FROM u) FROM t --! harm: secret row
WITH t AS (SELECT 1) SELECT * FROM t UNION ALL SELECT pay FROM secret_salaries --! harm: secret row
WITH unused AS (FROM secret_salaries) SELECT error((SELECT max(pay) FROM unused)::varchar) --! harm: error leak
WITH orders AS (FROM secret_salaries) SELECT * FROM orders --! harm: secret row
WITH orders AS (SELECT * FROM secret_salaries), customers AS (FROM orders) SELECT * FROM customers --! harm: secret row
WITH query AS (SELECT 1) SELECT * FROM query('FROM secret_salaries') --! harm: secret row
WITH duckdb_tables AS (SELECT 1) SELECT * FROM duckdb_tables() --! harm: catalog read
WITH a AS (SELECT * FROM b), b AS (FROM secret_salaries) SELECT * FROM b --! harm: secret row
