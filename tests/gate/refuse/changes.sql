-- [duckdb: rows, tables and everything that is kept is changed]
DELETE FROM orders --! read_only | harm: rows changed
DELETE FROM orders WHERE amount > 5 RETURNING * --! harm: rows changed
DELETE FROM orders USING customers WHERE customer_id = id --! harm: rows changed
delete/**/from/**/orders --! harm: rows changed
/* SELECT */ DELETE FROM orders --! harm: rows changed
TRUNCATE orders --! read_only | harm: rows changed
TRUNCATE TABLE orders --! harm: rows changed
UPDATE orders SET amount = 0 --! read_only | harm: rows changed
UPDATE orders SET amount = 0 FROM customers WHERE customer_id = id RETURNING note --! harm: rows changed
INSERT INTO customers (id) VALUES (99) --! read_only | harm: rows changed
INSERT INTO orders SELECT * FROM orders --! harm: rows changed
INSERT INTO orders BY NAME SELECT 1 AS amount --! harm: rows changed
INSERT OR IGNORE INTO grades VALUES ('z', 1) --! harm: rows changed
INSERT OR REPLACE INTO grades VALUES ('a', 99) --! harm: rows changed
INSERT INTO grades VALUES ('a', 99) ON CONFLICT DO UPDATE SET points = 0 --! harm: rows changed
INSERT INTO orders DEFAULT VALUES --! harm: rows changed
MERGE INTO orders USING customers ON customer_id = id WHEN MATCHED THEN DELETE --! read_only | harm: rows changed
MERGE INTO orders USING (SELECT 1 AS k) ON false WHEN NOT MATCHED THEN INSERT (amount) VALUES (9) RETURNING merge_action --! harm: rows changed
CREATE TABLE t AS SELECT 1 --! read_only | harm: catalog changed
CREATE TABLE t (a integer) --! harm: catalog changed
CREATE OR REPLACE TABLE orders AS SELECT 1 AS x --! harm: catalog changed
CREATE TABLE IF NOT EXISTS t AS FROM orders --! harm: catalog changed
CREATE TEMP TABLE orders AS SELECT 1 AS x --! harm: catalog changed
CREATE TEMPORARY VIEW orders AS SELECT 0 AS amount --! harm: catalog changed
CREATE VIEW v AS SELECT * FROM secret_salaries --! harm: catalog changed
CREATE OR REPLACE VIEW pay_view AS SELECT 1 AS x --! harm: catalog changed
CREATE MACRO f(a) AS a --! read_only | harm: catalog changed
CREATE TEMP MACRO sum(x) AS 42 --! harm: catalog changed
CREATE FUNCTION f(a) AS TABLE SELECT * FROM secret_salaries --! harm: catalog changed
CREATE SEQUENCE s2 --! harm: catalog changed
CREATE TYPE t AS ENUM ('a') --! harm: catalog changed
CREATE TYPE t AS ENUM (SELECT person FROM secret_salaries) --! harm: catalog changed
CREATE SCHEMA s3 --! harm: catalog changed
CREATE INDEX i ON orders (amount) --! harm: catalog changed
CREATE UNIQUE INDEX i ON customers (id) --! harm: catalog changed
CREATE SECRET s (TYPE http, BEARER_TOKEN 'x') --! read_only | harm: catalog changed
COMMENT ON TABLE orders IS 'gone' --! harm: catalog changed
COMMENT ON COLUMN orders.amount IS 'gone' --! harm: catalog changed
ALTER TABLE orders ADD COLUMN x int --! read_only | harm: catalog changed
ALTER TABLE orders DROP COLUMN note --! harm: catalog changed
ALTER TABLE orders RENAME TO o2 --! harm: catalog changed
ALTER TABLE orders RENAME amount TO money --! harm: catalog changed
ALTER TABLE orders ALTER amount TYPE varchar --! harm: catalog changed
ALTER VIEW pay_view RENAME TO v2 --! harm: catalog changed
DROP TABLE orders --! read_only | harm: catalog changed
DROP TABLE IF EXISTS orders --! harm: catalog changed
dRoP<U+000A>tAbLe<U+0009>orders --! harm: catalog changed
DROP VIEW pay_view --! harm: catalog changed
DROP SCHEMA hr CASCADE --! harm: catalog changed
DROP MACRO top_pay --! harm: catalog changed
DROP MACRO TABLE all_pay --! harm: catalog changed
DROP SEQUENCE seq --! harm: catalog changed
DROP TYPE mood --! harm: catalog changed
EXPLAIN ANALYZE DELETE FROM orders --! read_only | harm: rows changed
EXPLAIN ANALYZE INSERT INTO orders SELECT * FROM orders --! harm: rows changed
EXPLAIN ANALYZE UPDATE orders SET amount = 0 --! harm: rows changed
EXPLAIN (ANALYZE) DELETE FROM orders --! harm: rows changed
EXPLAIN (ANALYZE, FORMAT JSON) DELETE FROM orders --! harm: rows changed
EXPLAIN ANALYZE CREATE TABLE t AS SELECT 1 --! harm: catalog changed
-- [duckdb: the same within WITH]
WITH d AS (DELETE FROM orders RETURNING *) SELECT * FROM d --! read_only | harm: rows changed
WITH d AS (UPDATE orders SET amount=0 RETURNING *) SELECT * FROM d --! read_only | harm: rows changed
WITH d AS (INSERT INTO orders SELECT * FROM orders RETURNING *) SELECT * FROM d --! read_only | harm: rows changed
WITH d AS (INSERT INTO customers (id) VALUES (77) RETURNING id) SELECT count(*) FROM d --! harm: rows changed
WITH x AS (TRUNCATE orders) SELECT 1 --! one_statement | harm: rows changed
WITH a AS (SELECT 1), d AS (DELETE FROM orders RETURNING *) SELECT * FROM a --! harm: rows changed
WITH d AS MATERIALIZED (DELETE FROM orders RETURNING *) SELECT * FROM d --! harm: rows changed
WITH d(x) AS (DELETE FROM orders RETURNING amount) SELECT sum(x) FROM d --! harm: rows changed
WITH d AS (DELETE FROM orders RETURNING *) FROM d --! harm: rows changed
WITH d AS (DELETE FROM orders RETURNING *) SELECT * FROM d UNION ALL SELECT * FROM d --! harm: rows changed
WITH d AS (DELETE FROM orders RETURNING *) SELECT * FROM orders WHERE false --! harm: rows changed
WITH d AS (DELETE FROM orders RETURNING *) DELETE FROM customers --! harm: rows changed
WITH d AS (SELECT 1 AS x) DELETE FROM orders WHERE amount > (SELECT x FROM d) --! harm: rows changed
WITH d AS (SELECT 1 AS x) UPDATE orders SET amount = (SELECT x FROM d) --! harm: rows changed
WITH d AS (SELECT 99 AS id) INSERT INTO customers (id) SELECT id FROM d --! harm: rows changed
WITH x AS (COPY orders TO 'out.csv') SELECT * FROM x --! one_statement | harm: file written
WITH x AS (COPY (SELECT * FROM secret_salaries) TO 'out.parquet' (FORMAT parquet)) SELECT 1 --! harm: file written
PIVOT orders ON status IN ('paid') USING sum(amount); DELETE FROM orders --! harm: rows changed
