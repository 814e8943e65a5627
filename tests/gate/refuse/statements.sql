-- [duckdb: more than one statement]
SELECT 1; SET threads=1 --! one_statement | harm: settings changed
SELECT 1; DROP TABLE orders --! harm: catalog changed
SELECT 1;; DROP TABLE orders --! harm: catalog changed
SELECT 1;DROP TABLE orders;-- --! harm: catalog changed
; DROP TABLE orders --! harm: catalog changed
;;SELECT 1;DELETE FROM orders; --! harm: rows changed
SELECT ';'; DELETE FROM orders; SELECT ';' --! harm: rows changed
SELECT 'it''s'; DELETE FROM orders --! harm: rows changed
SELECT 'a\'; DELETE FROM orders; --' --! harm: rows changed
SELECT $$'$$; DELETE FROM orders --' --! harm: rows changed
SELECT $x$ ; $x$; DELETE FROM orders --! harm: rows changed
SELECT 1 /* ; */; DELETE FROM orders --! harm: rows changed
SELECT 1 -- ; <U+000A>; DELETE FROM orders --! harm: rows changed
SELECT 1 /* /* */ */; DELETE FROM orders --! harm: rows changed
SELECT 1 AS "a;b"; DELETE FROM orders --! harm: rows changed
SELECT 1<U+000D>; DELETE FROM orders --! harm: rows changed
SELECT 1;<U+000A><U+000A><U+000A>DELETE FROM orders --! harm: rows changed
SELECT 1;<U+00A0>DELETE FROM orders --! harm: rows changed
SELECT E'\''; DELETE FROM orders; -- ' --! harm: rows changed
SELECT 1; EXPORT DATABASE 'export' --! harm: file written
BEGIN; DELETE FROM orders; COMMIT --! harm: rows changed
SELECT 1; SELECT * FROM secret_salaries --! harm: secret row
SELECT * FROM secret_salaries; SELECT 1; SELECT person || pay FROM secret_salaries --! harm: secret row
SELECT 1; CREATE TEMP VIEW orders AS SELECT 0 AS amount --! harm: catalog changed
SELECT 1; PREPARE p AS DELETE FROM orders; EXECUTE p --! harm: rows changed
SELECT 1; USE hr --! harm: session changed
SELECT 1; SET VARIABLE token = 1 --! harm: session changed
-- [duckdb: the session, its settings and its transactions]
SET threads = 1 --! read_only | harm: settings changed
SET GLOBAL memory_limit = '1GB' --! harm: settings changed
SET SESSION schema = 'hr' --! harm: session changed
SET search_path = 'hr' --! harm: session changed
SET default_null_order = 'nulls_first' --! harm: settings changed
SET TIME ZONE 'Asia/Tokyo' --! harm: settings changed
SET TimeZone = 'Asia/Tokyo' --! harm: settings changed
SET integer_division = true --! harm: settings changed
SET lock_configuration = true --! harm: settings changed
SET enable_external_access = false --! harm: settings changed
SET VARIABLE token = 5 --! harm: session changed
SET VARIABLE token = (SELECT max(pay) FROM secret_salaries) --! harm: session changed
RESET http_proxy --! read_only | harm: settings changed
RESET VARIABLE token --! harm: session changed
PRAGMA threads = 1 --! harm: settings changed
PRAGMA disable_optimizer --! harm: settings changed
PRAGMA enable_profiling --! harm: settings changed
PRAGMA database_list --! read_only | harm: engine read
PRAGMA show_tables --! harm: catalog read
PRAGMA show_tables_expanded --! harm: catalog read
PRAGMA table_info('secret_salaries') --! harm: catalog read
PRAGMA storage_info('secret_salaries') --! harm: secret row
PRAGMA version --! harm: engine read
PRAGMA database_size --! harm: engine read
USE hr --! harm: session changed
USE main --! read_only | harm: session changed
BEGIN --! read_only | harm: session changed
BEGIN TRANSACTION READ ONLY --! harm: session changed
START TRANSACTION --! harm: session changed
CHECKPOINT --! read_only | harm: file written
FORCE CHECKPOINT --! harm: file written
CHECKPOINT vault --! harm: file written
PREPARE p AS SELECT 1 --! read_only | harm: session changed
PREPARE p AS DELETE FROM orders --! harm: session changed
PREPARE p AS SELECT * FROM secret_salaries; EXECUTE p --! harm: secret row
EXECUTE kept --! read_only | harm: secret row
DEALLOCATE kept --! read_only | harm: session changed
-- [duckdb: statements that tell]
SHOW TABLES --! read_only | harm: catalog read
SHOW ALL TABLES --! harm: catalog read
SHOW TABLES FROM hr --! harm: catalog read
SHOW DATABASES --! harm: engine read
SHOW secret_salaries --! harm: catalog read
SHOW employees --! harm: catalog read
SHOW TABLE secret_salaries --! harm: catalog read
DESCRIBE --! harm: catalog read
DESCRIBE employees --! harm: catalog read
DESCRIBE secret_salaries --! harm: catalog read
DESC secret_salaries --! harm: catalog read
DESCRIBE SELECT * FROM secret_salaries --! harm: catalog read
DESCRIBE TABLE secret_salaries --! harm: catalog read
SUMMARIZE secret_salaries --! harm: secret row
SUMMARIZE employees --! harm: hidden column
SUMMARIZE SELECT salary FROM employees --! harm: hidden column
SUMMARIZE (SELECT * FROM secret_salaries) --! harm: secret row
CALL pragma_version() --! read_only | harm: engine read
CALL duckdb_settings() --! harm: settings read
CALL query('SELECT * FROM secret_salaries') --! harm: secret row
CALL all_pay() --! harm: secret row
CALL pragma_storage_info('secret_salaries') --! harm: secret row
EXPLAIN SELECT * FROM secret_salaries --! harm: catalog read
EXPLAIN ANALYZE SELECT * FROM secret_salaries --! harm: catalog read
EXPLAIN (FORMAT json) SELECT pay FROM secret_salaries --! harm: catalog read
EXPLAIN SELECT * FROM pay_view --! harm: catalog read
