-- [sqlite: rows, tables and databases are changed]
INSERT INTO customers (id) VALUES (99) --! harm: rows changed
INSERT OR REPLACE INTO customers (id) VALUES (98) --! harm: rows changed
REPLACE INTO customers (id) VALUES (97) --! harm: rows changed
UPDATE orders SET amount = 0 --! read_only | harm: rows changed
DELETE FROM orders --! read_only | harm: rows changed
DELETE FROM orders RETURNING * --! harm: rows changed
DROP TABLE orders --! read_only | harm: catalog changed
CREATE TABLE t(a) --! read_only | harm: catalog changed
CREATE TEMP TABLE orders AS SELECT 1 AS x --! harm: catalog changed
CREATE VIEW v AS SELECT 1 --! harm: catalog changed
CREATE TEMP VIEW orders AS SELECT 0 AS amount --! harm: catalog changed
CREATE INDEX i ON orders (amount) --! harm: catalog changed
CREATE TRIGGER tr AFTER INSERT ON orders BEGIN DELETE FROM customers; END --! harm: catalog changed
CREATE VIRTUAL TABLE f USING fts5(a) --! harm: catalog changed
ALTER TABLE orders RENAME TO o2 --! harm: catalog changed
ALTER TABLE orders DROP COLUMN note --! harm: catalog changed
WITH x AS (SELECT 1) DELETE FROM orders --! harm: rows changed
WITH x AS (SELECT 1 AS a) UPDATE orders SET amount = (SELECT a FROM x) --! harm: rows changed
WITH x(a) AS (SELECT 96) INSERT INTO customers (id) SELECT a FROM x --! harm: rows changed
VACUUM INTO 'copy.sqlite' --! harm: file written
ATTACH 'x.db' AS x --! read_only | harm: session changed
ATTACH DATABASE 'other.sqlite' AS o --! harm: session changed
ATTACH 'file:other.sqlite?mode=ro' AS o --! harm: session changed
BEGIN --! read_only | harm: session changed
BEGIN IMMEDIATE --! harm: session changed
SAVEPOINT s --! harm: session changed
ANALYZE --! read_only | harm: catalog changed
PRAGMA writable_schema = 1 --! harm: settings changed
PRAGMA user_version = 7 --! harm: settings changed
PRAGMA foreign_keys = 1 --! harm: settings changed
PRAGMA case_sensitive_like = 1 --! harm: settings changed
PRAGMA case_sensitive_like(1) --! harm: settings changed
PRAGMA table_info(secret_salaries) --! harm: catalog read
PRAGMA table_list --! harm: catalog read
PRAGMA database_list --! harm: engine read
PRAGMA compile_options --! harm: engine read
EXPLAIN QUERY PLAN SELECT * FROM secret_salaries --! harm: catalog read
-- [sqlite: what is not in the catalog]
SELECT * FROM secret_salaries --! names_exist | harm: secret row
SELECT * FROM main.secret_salaries --! names_exist | harm: secret row
SELECT * FROM "main"."secret_salaries" --! harm: secret row
SELECT * FROM [secret_salaries] --! harm: secret row
SELECT * FROM `secret_salaries` --! harm: secret row
SELECT * FROM 'secret_salaries' --! harm: secret row
SELECT * FROM ((secret_salaries)) --! harm: secret row
SELECT * FROM orders, secret_salaries --! harm: secret row
SELECT (SELECT max(pay) FROM secret_salaries) --! harm: secret row
SELECT * FROM orders LEFT JOIN secret_salaries ON 1 --! harm: secret row
SELECT person, pay FROM secret_salaries UNION ALL SELECT note, 1 FROM orders --! harm: secret row
SELECT 1 WHERE EXISTS (SELECT 1 FROM secret_salaries WHERE pay = 987654) --! harm: one bit
SELECT 1 WHERE 987654 IN (SELECT pay FROM secret_salaries) --! harm: one bit
SELECT 1 WHERE ('Ann', 987654) IN secret_salaries --! harm: one bit
SELECT amount FROM orders LIMIT (SELECT pay = 987654 FROM secret_salaries) --! harm: one bit
SELECT amount FROM orders ORDER BY (SELECT CASE WHEN pay = 987654 THEN amount ELSE -amount END FROM secret_salaries) --! harm: one bit
VALUES ((SELECT max(pay) FROM secret_salaries)) --! harm: secret row
SELECT * FROM (VALUES ((SELECT max(pay) FROM secret_salaries))) --! harm: secret row
SELECT sum(amount) FILTER (WHERE (SELECT max(pay) FROM secret_salaries) = 987654) FROM orders --! harm: one bit
WITH secret_salaries AS (SELECT 1 AS pay) SELECT * FROM main.secret_salaries --! harm: secret row
WITH a AS (SELECT * FROM main.secret_salaries) SELECT * FROM a --! harm: secret row
WITH a AS (SELECT * FROM secret_salaries), b AS (SELECT 1) SELECT * FROM a --! harm: secret row
WITH RECURSIVE t(n) AS (SELECT pay FROM secret_salaries UNION ALL SELECT n FROM t WHERE n < 0) SELECT * FROM t --! harm: secret row
SELECT * FROM pay_view --! harm: secret row
SELECT salary FROM employees --! harm: hidden column
SELECT name FROM employees WHERE salary = 770077 --! harm: one bit
WITH t(a, b, c, d, e, f) AS (SELECT * FROM employees) SELECT f FROM t --! harm: hidden column
-- [sqlite: what the engine knows of itself]
SELECT * FROM sqlite_master --! names_exist | harm: catalog read
SELECT * FROM sqlite_schema --! names_exist | harm: catalog read
SELECT sql FROM main.sqlite_master --! harm: catalog read
SELECT * FROM "sqlite_master" --! harm: catalog read
SELECT * FROM SQLITE_MASTER WHERE 1 --! harm: catalog read
SELECT * FROM pragma_database_list --! names_exist | harm: engine read
SELECT * FROM pragma_table_list --! harm: catalog read
SELECT * FROM pragma_table_info('secret_salaries') --! harm: catalog read
SELECT name FROM pragma_table_xinfo('secret_salaries') --! harm: catalog read
SELECT * FROM pragma_function_list --! harm: engine read
SELECT * FROM pragma_compile_options --! harm: engine read
SELECT * FROM pragma_module_list --! harm: engine read
SELECT * FROM dbstat --! harm: catalog read
SELECT sqlite_version() --! known_functions | harm: engine read
SELECT sqlite_source_id() --! known_functions | harm: engine read
SELECT last_insert_rowid(), changes(), total_changes() --! known_functions | harm: pseudo-column
SELECT rowid FROM orders --! names_resolve | harm: pseudo-column
SELECT oid FROM orders --! names_resolve | harm: pseudo-column
SELECT _rowid_ FROM orders --! names_resolve | harm: pseudo-column
SELECT orders.rowid FROM orders --! harm: pseudo-column
SELECT "rowid" FROM orders --! harm: pseudo-column
SELECT name FROM customers WHERE rowid = 2 --! harm: pseudo-column
-- [sqlite: files, extensions, several statements]
SELECT 1; DROP TABLE orders --! harm: catalog changed
SELECT 1; ATTACH 'x.db' AS x --! harm: session changed
; DELETE FROM orders --! harm: rows changed
SELECT 'a\'; DELETE FROM orders; --' --! harm: rows changed
SELECT "a\"; DELETE FROM orders; --" --! harm: rows changed
SELECT 1 /* ; */; DELETE FROM orders --! harm: rows changed
SELECT 1;<U+000A>DELETE FROM orders --! harm: rows changed
/* SELECT */ DELETE FROM orders --! harm: rows changed
-- [sqlite: what fills the memory, does not end or is not the same twice]
SELECT random() --! known_functions | harm: differs
SELECT randomblob(16) --! harm: differs
SELECT amount FROM orders ORDER BY random() --! harm: differs often
SELECT randomblob(100000000) --! known_functions | harm: memory
--  twin: SELECT length(randomblob(40000000))
SELECT zeroblob(1000000000) --! known_functions | harm: memory
--  twin: SELECT zeroblob(40000000)
SELECT hex(zeroblob(400000000)) --! harm: memory
--  twin: SELECT length(hex(zeroblob(20000000)))
SELECT replace(hex(zeroblob(10000)), '0', hex(zeroblob(10000))) --! harm: memory
--  twin: SELECT length(replace(hex(zeroblob(4000)), '0', hex(zeroblob(5000))))
SELECT printf('%1000000000d', 1) --! known_functions | harm: memory
--  twin: SELECT length(printf('%40000000d', 1))
SELECT format('%1000000000d', 1) --! known_functions | harm: memory
--  twin: SELECT length(format('%40000000d', 1))
SELECT printf('%.*c', 1000000000, 'x') --! harm: memory
--  twin: SELECT length(printf('%.*c', 40000000, 'x'))
SELECT printf('%*d', 1000000000, 1) --! harm: memory
--  twin: SELECT length(printf('%*d', 40000000, 1))
SELECT group_concat(zeroblob(100000000)) FROM orders --! harm: memory
--  twin: SELECT length(group_concat(zeroblob(5000000))) FROM orders
WITH RECURSIVE t(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM t) SELECT count(*) FROM t --! harm: endless
WITH t(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM t) SELECT count(*) FROM t --! harm: endless
WITH RECURSIVE t(n) AS (VALUES (1) UNION ALL SELECT n FROM t) SELECT max(n) FROM t --! harm: endless
WITH RECURSIVE t(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM t WHERE n < 10000000000) SELECT max(n) FROM t --! harm: endless
WITH RECURSIVE t(s) AS (SELECT 'x' UNION ALL SELECT s || s FROM t) SELECT max(length(s)) FROM t --! harm: memory
--  twin: WITH RECURSIVE t(s) AS (SELECT 'x' UNION ALL SELECT s || s FROM t WHERE length(s) < 40000000) SELECT max(length(s)) FROM t
SELECT * FROM orders WHERE amount IN (WITH RECURSIVE t(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM t) SELECT n FROM t) --! harm: endless
