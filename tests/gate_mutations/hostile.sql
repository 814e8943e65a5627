-- One statement a line, under what it harms. Each is run without the gate, too, to show that it does.

-- [open, policed: a table that is not there]
SELECT person FROM secret_salaries
SELECT * FROM secret_salaries
SELECT t1.pay FROM secret_salaries AS t1
SELECT person FROM main.secret_salaries
SELECT person FROM "secret_salaries"
SELECT person FROM memory.main.secret_salaries
SELECT person FROM 'secret_salaries'
SELECT person FROM query_table('secret_salaries')
SELECT person FROM query('SELECT person FROM secret_salaries')
SELECT person FROM pay_view
SELECT person FROM top_pay()
SELECT one_pay() AS pay
SELECT person FROM hr.orders
FROM secret_salaries
TABLE secret_salaries
FROM secret_salaries SELECT person
SUMMARIZE secret_salaries
PIVOT secret_salaries ON person USING max(pay)
UNPIVOT secret_salaries ON pay INTO NAME n VALUE v
WITH secret_salaries AS (SELECT * FROM secret_salaries) SELECT person FROM secret_salaries
WITH orders AS (SELECT * FROM secret_salaries) SELECT person FROM orders
WITH RECURSIVE secret_salaries AS (SELECT * FROM secret_salaries) SELECT * FROM secret_salaries
SELECT orders.person FROM secret_salaries AS orders
SELECT id FROM employees WHERE (SELECT count(*) FROM secret_salaries) % 2 = 0
SELECT CASE WHEN (SELECT count(*) FROM secret_salaries) = 5 THEN 1 ELSE CAST('x' AS INTEGER) END AS bit FROM employees
SELECT count(*) AS n FROM employees AS t1, secret_salaries AS t2
SELECT t1.id FROM range(2) AS t1(id) POSITIONAL JOIN secret_salaries AS t2
SELECT id FROM employees UNION ALL SELECT pay FROM secret_salaries
SELECT person FROM grants
SELECT count(*) AS n FROM grants
SELECT person FROM (SELECT person FROM secret_salaries) AS t1
SELECT t2.person FROM employees AS t1, LATERAL (SELECT person FROM secret_salaries) AS t2
SELECT estimated_size FROM duckdb_tables() WHERE table_name = 'secret_salaries'
SELECT stats(pay) AS s FROM secret_salaries
SELECT * FROM json_execute_serialized_sql(json_serialize_sql('SELECT person FROM secret_salaries'))

-- [open, policed: a column that is not there]
SELECT ssn FROM customers
SELECT t1.ssn FROM customers AS t1
SELECT main.customers.ssn FROM customers
SELECT "ssn" FROM customers
SELECT COLUMNS('ssn') FROM customers
SELECT COLUMNS(lambda c: c = 'ssn') FROM customers
SELECT COLUMNS(* EXCLUDE (id)) FROM customers
SELECT customers FROM customers
SELECT to_json(customers) AS j FROM customers
SELECT struct_extract(customers, 'ssn') AS s FROM customers
SELECT (customers).ssn FROM customers
SELECT t1['ssn'] AS s FROM customers AS t1
SELECT unnest(t1) FROM customers AS t1
SELECT list(t1) AS l FROM customers AS t1
SELECT hash(t1) AS h FROM customers AS t1
SELECT max(t1) AS m FROM customers AS t1
SELECT #8 FROM customers
SELECT id FROM customers ORDER BY ssn LIMIT 5
SELECT row_number() OVER (ORDER BY ssn) AS r, id FROM customers
SELECT id FROM employees WHERE salary % 2 = 0
SELECT sum(salary) AS s FROM employees
SELECT max(cost) OVER (PARTITION BY status) AS c FROM orders
SELECT id FROM customers WHERE ssn LIKE 'hid1%' OR ssn LIKE 'hid2%' OR ssn LIKE 'hid3%' OR ssn LIKE 'hid4%'
SELECT c8 FROM customers AS t(c1, c2, c3, c4, c5, c6, c7, c8)
SELECT e.d FROM employees AS e(a, b, c, d)
SELECT t1.id FROM employees AS t1 JOIN employees AS t2 ON t1.salary > t2.salary
SELECT count(*) AS n FROM employees GROUP BY salary % 7
SELECT (SELECT max(salary)) AS s FROM employees
SELECT id FROM (SELECT * FROM employees) WHERE salary > 708000000
SELECT a.salary FROM (SELECT *, salary FROM employees) AS a
SELECT id FROM employees WHERE (SELECT salary) > 708000000
SELECT [salary FOR x IN [1]] AS l FROM employees
SELECT {'s': salary} AS s FROM employees
SELECT arg_max(id, salary) AS top FROM employees
PIVOT employees ON team USING max(salary)
UNPIVOT employees ON COLUMNS('sal.*') INTO NAME n VALUE v
SELECT DISTINCT ON (salary % 7) id FROM employees ORDER BY id

-- [policed: rows and masked values]
SELECT count(*) AS n FROM main.orders, (SELECT 1)
SELECT max(amount) AS m FROM orders
SELECT * FROM orders WHERE status = 'void'
SELECT * FROM orders WHERE true OR status = 'void'
SELECT name FROM customers
SELECT name FROM customers WHERE name LIKE '%hid%'
SELECT "set" FROM customers
SELECT rowid FROM orders
SELECT version, count(*) AS n FROM customers GROUP BY version
SELECT id FROM customers WHERE version <> 'v1'
SELECT CASE WHEN status LIKE 'hid%' THEN CAST(note AS INTEGER) ELSE 1 END AS bit FROM orders
SELECT CAST(quantity AS TINYINT) AS q FROM orders
SELECT id FROM customers WHERE CAST(replace(region, 'EU', '1') AS INTEGER) = 1
SELECT error(status) AS e FROM orders WHERE status = 'void'
SELECT id FROM extras WHERE info.pin < 3 OR CAST(json_extract(doc, '$.n') AS INTEGER) > 0
SELECT approx_count_distinct(customer_id) AS n FROM orders
WITH grants AS (SELECT 'ann' AS person, i::INTEGER AS customer FROM range(1000) AS r(i)) SELECT count(*) AS n FROM orders, grants WHERE person = 'ann' AND customer < 2
WITH main AS (SELECT 1 AS a) SELECT count(*) AS n FROM orders, main
SELECT * FROM orders TABLESAMPLE 90 PERCENT (bernoulli, 7)
SELECT count(*) AS n FROM orders RIGHT JOIN (SELECT 1) AS o ON true
SELECT * FROM hr.orders
SELECT min(placed_on) AS m, avg(quantity) AS n FROM orders
SELECT sum(DISTINCT quantity) AS q FROM orders
SELECT histogram(status) AS h FROM orders
SELECT count(*) AS n FROM extras
FROM customers SELECT count(*) AS n, max(id) AS m, list(region) AS l

-- [open, policed: files, settings and the engine's own]
SELECT * FROM read_csv('{file}')
SELECT * FROM '{file}'
SELECT content FROM read_text('{file}')
SELECT * FROM glob('{file}')
SELECT * FROM sniff_csv('{file}')
COPY (SELECT 1) TO '{out}'
SELECT * FROM duckdb_settings()
SELECT * FROM information_schema.tables
SELECT * FROM duckdb_columns()
SELECT sql FROM duckdb_views()
SELECT current_setting('temp_directory') AS t
SELECT * FROM pragma_table_info('secret_salaries')
PRAGMA table_info('secret_salaries')
SHOW TABLES
SHOW ALL TABLES
DESCRIBE secret_salaries
SELECT * FROM (DESCRIBE secret_salaries)
SELECT * FROM (SHOW TABLES)
DELETE FROM orders
DROP TABLE orders
UPDATE orders SET amount = 0
CREATE TABLE zz AS SELECT * FROM secret_salaries
WITH d AS (DELETE FROM orders RETURNING *) SELECT * FROM d
WITH x AS (COPY orders TO '{out}') SELECT 1
SET threads = 1
ATTACH '{out}' AS x
SELECT 1; DELETE FROM orders
EXPLAIN ANALYZE DELETE FROM orders
