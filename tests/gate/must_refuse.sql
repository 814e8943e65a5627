-- What must be refused, each statement with the rule that says so after a dash, a dash
-- and an exclamation mark. <U+200B> stands for that character.

-- [duckdb: text_hygiene]
SELECT ssn<U+200B>x FROM customers --! text_hygiene
SELECT<U+00A0>ssn FROM customers --! text_hygiene
SELECT ssn<U+2060> FROM customers --! text_hygiene
<U+FEFF>SELECT ssn FROM customers --! text_hygiene
SELECT ssn FROM customers -- <U+2028>DROP TABLE orders --! text_hygiene
SELECT<U+000C>ssn FROM customers --! text_hygiene
SELECT<U+0085>ssn FROM customers --! text_hygiene

-- [duckdb: one_statement]
WITH x AS (COPY orders TO 'f.csv') SELECT * FROM x --! one_statement
WITH x AS (TRUNCATE orders) SELECT 1 --! one_statement
SELECT 1; SET threads=1 --! one_statement
SELECT 1; SELECT 2 --! one_statement
EXPORT DATABASE 'x' --! one_statement
SELECT :x --! one_statement
SELECT FROM orders --! one_statement
SELECT amount FROM orders WHERE --! one_statement
SELECT amount, FROM --! one_statement
SELECT (amount FROM orders --! one_statement
SELECT 'abc FROM orders --! one_statement
SELEC amount FROM orders --! one_statement
how many orders? --! one_statement
SELECT amount FROM orders ORDER amount --! one_statement
SELECT top 3 amount FROM orders --! one_statement

-- [duckdb: read_only]
WITH d AS (UPDATE orders SET amount=0 RETURNING *) SELECT * FROM d --! read_only
WITH d AS (DELETE FROM orders RETURNING *) SELECT * FROM d --! read_only
WITH d AS (INSERT INTO orders SELECT * FROM orders RETURNING *) SELECT * FROM d --! read_only
EXPLAIN ANALYZE DELETE FROM orders --! read_only
EXPLAIN SELECT * FROM orders --! read_only
UNPIVOT customers ON ssn INTO NAME n VALUE v --! read_only
UNPIVOT customers ON COLUMNS(* EXCLUDE name) INTO NAME n VALUE v --! read_only
CHECKPOINT --! read_only
DEALLOCATE x --! read_only
SHOW TABLES --! read_only
SHOW orders --! read_only
DESCRIBE orders --! read_only
SUMMARIZE orders --! read_only
CALL pragma_version() --! read_only
PREPARE p AS SELECT 1 --! read_only
EXECUTE p --! read_only
LOAD httpfs --! read_only
INSTALL httpfs --! read_only
RESET threads --! read_only
VACUUM --! read_only
CREATE SECRET s (TYPE S3) --! read_only
CREATE TABLE t AS SELECT 1 --! read_only
CREATE MACRO f(a) AS a --! read_only
DROP TABLE orders --! read_only
INSERT INTO orders VALUES (1) --! read_only
UPDATE orders SET amount = 0 --! read_only
DELETE FROM orders --! read_only
MERGE INTO orders USING customers ON false WHEN MATCHED THEN DELETE --! read_only
ALTER TABLE orders ADD COLUMN x int --! read_only
TRUNCATE orders --! read_only
ATTACH 'x.db' --! read_only
DETACH x --! read_only
USE main --! read_only
SET threads = 1 --! read_only
PRAGMA database_list --! read_only
COPY orders TO 'f.csv' --! read_only
COPY (SELECT 1) TO 'f.csv' --! read_only
BEGIN --! read_only
COMMIT --! read_only
ROLLBACK --! read_only
UPDATE EXTENSIONS --! read_only
hello --! read_only
PIVOT orders ON status USING sum(amount) --! read_only
SELECT * FROM (UNPIVOT customers ON ssn INTO NAME n VALUE v) --! read_only

-- [duckdb: known_nodes]
SELECT * FROM (DESCRIBE orders) --! known_nodes
SELECT * FROM (SUMMARIZE orders) --! known_nodes
SELECT * FROM (DESCRIBE SELECT * FROM orders) --! known_nodes
WITH tables AS (SELECT 1) SELECT * FROM (DESCRIBE tables) --! known_nodes
SELECT struct_pack(c.*) FROM customers c --! known_nodes
SELECT row(c.*) FROM customers c --! known_nodes
SELECT COLUMNS(*) FROM customers --! known_nodes
SELECT * LIKE 's%n' FROM customers --! known_nodes
SELECT * NOT LIKE 's%n' FROM customers --! known_nodes
SELECT * SIMILAR TO 's.n' FROM customers --! known_nodes
SELECT #7 FROM customers --! known_nodes
SELECT * INTO x FROM orders --! known_nodes
SELECT * FROM orders FOR UPDATE --! known_nodes
SELECT $1 --! known_nodes
SELECT ? --! known_nodes
SELECT $name --! known_nodes
SELECT amount FROM orders AT (VERSION => 1) --! known_nodes
SELECT cast(amount as secret_type) FROM orders --! known_nodes
SELECT [c.ssn for c in [1]] from orders --! known_nodes
SELECT * FROM orders TABLESAMPLE 10% --! known_nodes
SELECT * FROM orders USING SAMPLE 5 --! known_nodes
SELECT * FROM orders CONNECT BY 1 = 1 --! known_nodes

-- [duckdb: known_functions]
SELECT nextval('seq') --! known_functions
SELECT setseed(0.5) --! known_functions
SELECT * FROM read_text('notes.txt') --! known_functions
SELECT * FROM read_csv('notes.txt') --! known_functions
SELECT * FROM read_parquet(['a','b']) --! known_functions
SELECT * FROM glob('*') --! known_functions
SELECT * FROM sniff_csv('f.csv') --! known_functions
SELECT * FROM query('SELECT * FROM secret'||'_salaries') --! known_functions
SELECT * FROM query_table('secret_salaries') --! known_functions
FROM histogram_values(secret_salaries, pay) --! known_functions
SELECT * FROM json_execute_serialized_sql(json_serialize_sql('SELECT * FROM secret_salaries')) --! known_functions
SELECT main.top_pay() --! known_functions
SELECT top_pay() --! known_functions
SELECT * FROM pragma_storage_info('customers') --! known_functions
SELECT * FROM duckdb_settings() --! known_functions
SELECT * FROM enable_logging(storage='file', storage_path='x') --! known_functions
SELECT write_log('x') --! known_functions
SELECT current_setting('memory_limit') --! known_functions
SELECT getvariable('a') --! known_functions
SELECT COLUMNS('s.n') FROM customers --! known_functions
SELECT COLUMNS(x -> x like 's%') FROM customers --! known_functions
SELECT error((SELECT ssn FROM customers LIMIT 1)) --! known_functions
SELECT repeat('x', 4000000000) --! known_functions
SELECT rpad('x', 2000000000, 'y') --! known_functions
SELECT lpad('x', 2000000000, 'y') --! known_functions
SELECT printf('%1000000000d', 1) --! known_functions
SELECT format('{:1000000000}', 1) --! known_functions
SELECT sleep_ms(12000) --! known_functions
SELECT pg_sleep(3) --! known_functions
SELECT random(), uuid(), gen_random_uuid() --! known_functions
SELECT version() --! known_functions
SELECT current_user, current_database(), current_schema() --! known_functions
SELECT txid_current() --! known_functions
SELECT pg_typeof(1) --! known_functions
SELECT histogram_values(1) --! known_functions
SELECT * FROM summary((SELECT 1)) --! known_functions
SELECT stats(amount) FROM orders --! known_functions
SELECT amount FROM orders WHERE placed_on = getenv('HOME') --! known_functions
SELECT mediann(amount) FROM orders --! known_functions
SELECT name.upper() FROM customers --! known_functions
SELECT main.upper(name) FROM customers --! known_functions
SELECT * FROM repeat_row(1, num_rows = 1000000000) --! known_functions
SELECT list_resize([1], 1000000000) --! known_functions
SELECT bar(1, 0, 1, 1000000000) --! known_functions
SELECT json_each('{}') --! known_functions

-- [duckdb: plain_tables]
SELECT * FROM information_schema.tables --! plain_tables
SELECT * FROM pg_catalog.pg_tables --! plain_tables
SELECT * FROM hr.orders --! plain_tables
SELECT * FROM memory.main.orders --! plain_tables

-- [duckdb: names_exist]
SELECT * FROM 'f.csv' --! names_exist
SELECT * FROM "f.csv" --! names_exist
SELECT * FROM sqlite_master --! names_exist
SELECT * FROM (SHOW TABLES) --! names_exist
WITH secret_salaries AS (SELECT * FROM secret_salaries) SELECT * FROM secret_salaries --! names_exist
WITH orders AS (SELECT * FROM orders) SELECT * FROM orders --! names_exist
WITH a AS (SELECT * FROM b), b AS (SELECT 1) SELECT * FROM a --! names_exist
WITH a AS (SELECT * FROM secret_salaries), secret_salaries AS (SELECT 1 as x) SELECT * FROM a --! names_exist
SELECT * FROM (WITH secret_salaries AS (SELECT 1 AS x) SELECT * FROM secret_salaries) t, secret_salaries --! names_exist
SELECT * FROM df_secret --! names_exist
SELECT * FROM main.secret_salaries --! names_exist
SELECT pay FROM secret_salaries --! names_exist
SELECT (SELECT max(pay) FROM secret_salaries) FROM orders --! names_exist
SELECT * FROM orders WHERE amount > (SELECT max(pay) FROM secret_salaries) --! names_exist
SELECT * FROM orders UNION ALL SELECT * FROM secret_salaries --! names_exist
SELECT * FROM orders ORDER BY (SELECT max(pay) FROM secret_salaries) --! names_exist
SELECT * FROM orders JOIN secret_salaries ON true --! names_exist
SELECT * FROM orders PIVOT (sum(amount) FOR status IN (SELECT person FROM secret_salaries)) --! names_exist
SELECT list_transform([1], lambda x: (SELECT max(pay) FROM secret_salaries)) --! names_exist
SELECT * FROM orders POSITIONAL JOIN secret_salaries --! names_exist
SELECT * FROM (VALUES ((SELECT max(pay) FROM secret_salaries))) t(x) --! names_exist
VALUES ((SELECT max(pay) FROM secret_salaries)) --! names_exist
SELECT * FROM unnest((SELECT list(pay) FROM secret_salaries)) --! names_exist
SELECT amount FROM orders GROUP BY GROUPING SETS ((amount), ((SELECT max(pay) FROM secret_salaries))) --! names_exist
SELECT sum(amount) FILTER (WHERE amount > (SELECT max(pay) FROM secret_salaries)) FROM orders --! names_exist
SELECT sum(amount) OVER (ORDER BY (SELECT max(pay) FROM secret_salaries)) FROM orders --! names_exist
SELECT DISTINCT ON ((SELECT max(pay) FROM secret_salaries)) amount FROM orders --! names_exist
SELECT amount FROM ordrs --! names_exist
SELECT amount FROM nonsense --! names_exist
SELECT * FROM orders, LATERAL (SELECT * FROM secret_salaries) --! names_exist
WITH RECURSIVE secret_salaries AS (SELECT * FROM secret_salaries UNION ALL SELECT 'x', 1) SELECT * FROM secret_salaries LIMIT 3 --! names_exist
WITH RECURSIVE a AS (SELECT * FROM secret_salaries), secret_salaries AS (SELECT 1 AS pay) SELECT * FROM a --! names_exist
WITH x AS (WITH secret_salaries AS (SELECT 1 AS pay) SELECT * FROM secret_salaries) SELECT * FROM x, secret_salaries --! names_exist
WITH a AS (SELECT [(SELECT max(pay) FROM secret_salaries)] AS x), secret_salaries AS (SELECT 1 AS pay) SELECT * FROM a --! names_exist
WITH a AS (VALUES ((SELECT max(pay) FROM secret_salaries))), secret_salaries AS (SELECT 1 AS pay) SELECT * FROM a --! names_exist
WITH ORDERS AS (SELECT 1 AS amount) SELECT * FROM orders --! names_exist
PIVOT secret_salaries ON person IN ('Ann') USING sum(pay) --! names_exist

-- [duckdb: no_whole_rows]
SELECT c FROM customers c --! no_whole_rows
SELECT customers FROM customers --! no_whole_rows
SELECT (SELECT c) FROM customers c --! no_whole_rows
SELECT unnest(c) FROM customers c --! no_whole_rows
SELECT (c).ssn FROM customers c --! no_whole_rows
SELECT count(c) FROM customers c --! no_whole_rows
SELECT max(c) FROM customers c --! no_whole_rows
SELECT to_json(c) FROM customers c --! no_whole_rows
SELECT list(c) FROM customers c --! no_whole_rows
SELECT name FROM customers c ORDER BY c --! no_whole_rows
SELECT count(*) FROM customers c GROUP BY c --! no_whole_rows
SELECT name FROM customers c WHERE c IS NOT NULL --! no_whole_rows
SELECT list_transform([1], lambda x: c) FROM customers c --! no_whole_rows

-- [duckdb: names_resolve]
SELECT g FROM customers AS t(a,b,c,d,e,f,g) --! names_resolve
SELECT rowid FROM customers --! names_resolve
SELECT customers.rowid FROM customers --! names_resolve
SELECT c.rowid FROM (SELECT * FROM customers) c --! names_resolve
SELECT filename FROM customers --! names_resolve
SELECT name FROM customers ORDER BY rowid --! names_resolve
SELECT name FROM customers WHERE rowid = 1 --! names_resolve
SELECT revneue FROM orders --! names_resolve
SELECT ammount FROM orders --! names_resolve
SELECT region FROM orders --! names_resolve
SELECT id FROM orders JOIN customers ON customer_id = id JOIN customers c2 ON c2.id=customer_id --! names_resolve
SELECT zzz FROM orders --! names_resolve
SELECT o.ammount FROM orders o --! names_resolve
SELECT x.amount FROM orders o --! names_resolve
SELECT t.foo FROM (SELECT amount FROM orders) t --! names_resolve
SELECT getvariable FROM orders --! names_resolve
SELECT name FROM customers c ORDER BY c.c --! names_resolve
SELECT * FROM orders PIVOT (sum(zzz) FOR status IN ('paid')) --! names_resolve
SELECT * FROM orders PIVOT (count(orders) FOR status IN ('paid')) --! names_resolve
SELECT * FROM orders PIVOT (sum(amount) FOR zzz IN ('paid')) --! names_resolve
SELECT * FROM customers UNPIVOT (v FOR k IN (zzz)) --! names_resolve
SELECT seq.nextval --! names_resolve

-- [duckdb: bounds]
SELECT unnest(range(0, 1000000000)) --! bounds
SELECT * FROM range(1000000000) --! bounds
SELECT * FROM generate_series(0, 1000000000) --! bounds
SELECT * FROM orders LIMIT (SELECT max(pay) FROM secret_salaries) --! bounds
SELECT * FROM orders OFFSET (SELECT max(pay) FROM secret_salaries) --! bounds
SELECT amount FROM orders LIMIT amount --! bounds
SELECT amount FROM orders LIMIT 10+5 --! bounds
SELECT amount FROM orders LIMIT -1 --! bounds
SELECT amount FROM orders LIMIT '5' --! bounds
SELECT amount FROM orders LIMIT 50% --! bounds
SELECT amount FROM orders LIMIT 1.5 --! bounds
WITH a AS (SELECT 1 AS x LIMIT (SELECT max(pay) FROM secret_salaries)), secret_salaries AS (SELECT 1 AS pay) SELECT * FROM a --! bounds
SELECT range(quantity) FROM orders --! bounds
SELECT generate_series(1, (SELECT max(pay) FROM secret_salaries)) --! bounds
SELECT unnest(generate_series(DATE '0001-01-01', DATE '9999-01-01', INTERVAL 1 DAY)) --! bounds
SELECT unnest(generate_series(DATE '2013-01-01', DATE '2014-01-01', INTERVAL 1 MICROSECOND)) --! bounds
SELECT unnest(range(1, 10, 0)) --! bounds

-- [sqlite: one_statement]
SELECT ?1 --! one_statement

-- [sqlite: read_only]
ATTACH 'x.db' AS x --! read_only
DETACH x --! read_only
PRAGMA table_info(orders) --! read_only
VACUUM --! read_only
REINDEX --! read_only
ANALYZE --! read_only
EXPLAIN SELECT 1 --! read_only
EXPLAIN QUERY PLAN SELECT 1 --! read_only
BEGIN --! read_only
INSERT INTO orders VALUES (1) --! read_only
REPLACE INTO orders VALUES (1) --! read_only
UPDATE orders SET amount = 0 --! read_only
DELETE FROM orders --! read_only
DROP TABLE orders --! read_only
CREATE TABLE t(a) --! read_only
WITH d AS (DELETE FROM orders RETURNING *) SELECT * FROM d --! read_only

-- [sqlite: known_nodes]
SELECT * FROM orders PIVOT (sum(amount) FOR status IN ('paid')) --! known_nodes
SELECT status FROM orders QUALIFY row_number() OVER (ORDER BY amount) = 1 --! known_nodes
SELECT DISTINCT ON (status) status, amount FROM orders --! known_nodes
SELECT * FROM orders WHERE note MATCH 'x' --! known_nodes
SELECT :name --! known_nodes
SELECT @name --! known_nodes

-- [sqlite: known_functions]
SELECT load_extension('x') --! known_functions
SELECT readfile('/etc/passwd') --! known_functions
SELECT * FROM pragma_table_info('orders') --! known_functions
SELECT sqlite_version() --! known_functions
SELECT sqlite_source_id() --! known_functions
SELECT last_insert_rowid(), changes(), total_changes() --! known_functions
SELECT random() --! known_functions
SELECT randomblob(100000000) --! known_functions
SELECT zeroblob(1000000000) --! known_functions
SELECT printf('%1000000000d', 1) --! known_functions
SELECT format('%1000000000d', 1) --! known_functions
SELECT concat(name, region) FROM customers --! known_functions
SELECT * FROM generate_series(1, 5) --! known_functions
SELECT fts5(1) --! known_functions

-- [sqlite: plain_tables]
SELECT * FROM temp.orders --! plain_tables

-- [sqlite: names_exist]
SELECT * FROM sqlite_master --! names_exist
SELECT * FROM sqlite_schema --! names_exist
SELECT * FROM pragma_database_list --! names_exist
SELECT * FROM secret_salaries --! names_exist
SELECT * FROM main.secret_salaries --! names_exist
WITH a AS (SELECT * FROM b), b AS (SELECT 1) SELECT * FROM a --! names_exist

-- [sqlite: no_whole_rows]
SELECT orders FROM orders --! no_whole_rows

-- [sqlite: names_resolve]
SELECT rowid FROM orders --! names_resolve
SELECT oid FROM orders --! names_resolve
SELECT _rowid_ FROM orders --! names_resolve
SELECT [1, 2] --! names_resolve
