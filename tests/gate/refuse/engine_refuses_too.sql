-- [duckdb: what DuckDB or SQLite itself refuses or cannot read; counted apart]
SELECT equi_width_bins(min(amount), max(amount), 100000000, true) FROM orders --! any
SELECT sum(error(ssn)) FROM customers --! any
SELECT switch(salary::varchar) FROM employees --! any
SELECT bar(1, 0, 1, 1000000000) --! known_functions
SELECT quantile_cont(amount, range(0, 100000000)) FROM orders --! any
SELECT {{200000*1 + }}1 --! any
SELECT {{5000*(}}1{{5000*)}} --! any
SELECT {{60000*'x' || }}'x' --! any
SELECT * FROM 'f.*' --! any
SELECT * FROM E'f.csv' --! any
SELECT * FROM $$f.csv$$ --! any
SELECT list_transform([1], lambda x: (SELECT max(content) FROM read_text('notes.txt'))) --! any
COPY (DELETE FROM orders RETURNING *) TO 'out.csv' --! any
COPY FROM DATABASE vault TO other --! any
FROM orders COPY TO 'x' --! any
SELECT * FROM force_checkpoint('vault') --! any
SELECT list_transform([1], x -> salary) FROM employees --! any
SELECT (e).* FROM employees e --! any
SELECT COLUMNS('SAL.*') FROM employees --! any
SELECT COLUMNS(x -> x LIKE 's%') FROM employees --! any
SELECT e.COLUMNS('sal.*') FROM employees e --! any
SELECT name FROM employees ORDER BY #6 --! any
SELECT struct_pack(e.*) FROM employees e --! any
SELECT row(e.*) FROM employees e --! any
SELECT list_value(e.*::varchar) FROM employees e --! any
SELECT [e.*] FROM (SELECT id, salary FROM employees) e --! any
SELECT hash(e.*), concat(e.*) FROM employees e --! any
SELECT json_array(e.*) FROM employees e --! any
SELECT c.rowid FROM (SELECT * FROM customers) c --! names_resolve
SELECT filename FROM customers --! names_resolve
SELECT tableoid FROM orders --! any
SELECT ctid FROM orders --! any
SELECT _rowid_, oid FROM orders --! any
SELECT file_row_number FROM orders --! any
SELECT struct_pack(c.*) FROM customers c --! known_nodes
SELECT row(c.*) FROM customers c --! known_nodes
SELECT COLUMNS(x -> x like 's%') FROM customers --! known_functions
SELECT * FROM vault.information_schema.tables --! any
SELECT * FROM information_schema.routines --! any
SELECT * FROM vault.sqlite_master --! any
SELECT pg_catalog.version() --! any
SELECT histogram_values(1) --! known_functions
SELECT index_key(1) --! any
SELECT * FROM U&"secret\005fsalaries" --! any
SELECT * FROM [secret_salaries] --! any
SELECT * FROM memory.main.orders --! plain_tables
SELECT * FROM orders UNION ALL SELECT * FROM secret_salaries --! names_exist
SELECT string_agg(note, (SELECT max(pay)::varchar FROM secret_salaries)) FROM orders --! any
SELECT list_transform([1], lambda x: (SELECT max(pay) FROM secret_salaries)) --! names_exist
SELECT [x + (SELECT max(pay) FROM secret_salaries) FOR x IN [0]] --! any
SELECT list_filter([1, 2], lambda x: (SELECT max(pay) FROM secret_salaries) = 987654) --! any
SELECT * FROM orders PIVOT (sum(amount) FOR status IN (SELECT person FROM secret_salaries)) --! names_exist
SELECT * FROM secret_salaries AT (VERSION => 1) --! any
WITH a AS (SELECT * FROM b), b AS (SELECT 1) SELECT * FROM a --! names_exist
SELECT amount FROM ordrs --! names_exist
SELECT amount FROM nonsense --! names_exist
SELECT amount FROM orders LIMIT (SELECT (max(pay) % 2)::int FROM secret_salaries) PERCENT --! any
SELECT sum(amount) OVER (PARTITION BY nextval('seq')) FROM orders --! any
SELECT sum(amount) OVER (ORDER BY nextval('seq')) FROM orders --! any
SELECT list_transform([1], lambda x, i: top_pay()) --! any
SELECT [top_pay() FOR x IN [1] IF x > 0] --! any
SELECT apply([1], lambda x: top_pay()) --! any
SELECT reduce([1, 2], lambda a, b: top_pay()) --! any
PIVOT orders ON top_pay() IN (987654) USING sum(amount) --! any
SELECT * FROM unnest([top_pay()]) --! any
SELECT * FROM range(top_pay() - 987650) --! any
SELECT TRY(top_pay()) --! any
SELECT quantile_cont(amount, top_pay() / 1000000) FROM orders --! any
SELECT mode() WITHIN GROUP (ORDER BY top_pay()) FROM orders --! any
SELECT strftime(DATE '2000-01-01', top_pay()::varchar) --! any
SELECT * FROM orders USING SAMPLE 100 PERCENT (bernoulli, 3) WHERE top_pay() = 987654 --! any
SELECT cast(amount AS secret_type) FROM orders --! known_nodes
SELECT amount FROM orders AT (VERSION => 1) --! known_nodes
SELECT * FROM orders CONNECT BY 1 = 1 --! known_nodes
SELECT mediann(amount) FROM orders --! known_functions
SELECT json_each('{}') --! known_functions
SELECT * FROM orders PIVOT (sum(zzz) FOR status IN ('paid')) --! names_resolve
SELECT * FROM orders PIVOT (sum(amount) FOR zzz IN ('paid')) --! names_resolve
SELECT * FROM customers UNPIVOT (v FOR k IN (zzz)) --! names_resolve
SELECT amount FROM orders LIMIT amount --! bounds
SELECT amount FROM orders LIMIT -1 --! bounds
PRAGMA json_execute_serialized_sql('{"error":false,"statements":[]}') --! any
SELECT top_pay() OVER () FROM orders --! any
SELECT list_transform([1], lambda x: top_pay()) --! any
SELECT * FROM orders JOIN pay_view USING (note) --! any
SELECT seq.nextval --! names_resolve
SELECT pg_catalog.current_setting('http_proxy') --! any
SELECT<U+0085>ssn FROM customers --! text_hygiene
SELECT<U+001C>ssn FROM customers --! text_hygiene
SELECT<U+001F>ssn FROM customers --! text_hygiene
SELECT<U+2028>ssn FROM customers --! text_hygiene
SELECT<U+1680>ssn FROM customers --! text_hygiene
SELECT salary<U+0000> FROM employees --! any
SELECT * FROM secret<U+00AD>_salaries --! any
SELECT * FROM ѕecret_salaries --! any
SELECT * FROM secret＿salaries --! any
ＳＥＬＥＣＴ * FROM secret_salaries --! any
SELECT "<U+202E>" FROM orders --! any
SELECT salary FROM employees /* --! any
SELECT salary FROM employees # x --! any
SELECT name 'x', salary 'y' FROM employees --! any
SELECT U&'\0027', salary FROM employees --! any
SELECT q'[a]', salary FROM employees --! any
FROM employees |> SELECT salary --! any
SELECT salary FROM ONLY employees --! any
SELECT ? --! known_nodes
SELECT $1 --! known_nodes
SELECT $name --! known_nodes
SELECT :x --! one_statement
SELECT amount FROM orders WHERE amount > $1 --! any
SELECT amount FROM orders LIMIT ? --! any
SELECT * FROM query($1) --! any
USE memory --! any
ABORT --! any
COMMIT --! read_only
ROLLBACK --! read_only
DETACH x --! read_only
EXECUTE p --! read_only
FROM orders INSERT INTO orders SELECT * --! any
WITH RECURSIVE d AS (DELETE FROM orders RETURNING *) SELECT * FROM d --! any
WITH x AS (COPY grades FROM 'grades.csv') SELECT 1 --! any
SELECT * FROM (DELETE FROM orders RETURNING *) --! any
SELECT * FROM (WITH d AS (DELETE FROM orders RETURNING *) SELECT * FROM d) --! any
SELECT (DELETE FROM orders RETURNING 1) --! any
SELECT EXISTS (DELETE FROM orders RETURNING 1) --! any
SELECT * FROM orders WHERE amount IN (DELETE FROM orders RETURNING amount) --! any
WITH a AS (WITH d AS (DELETE FROM orders RETURNING *) SELECT * FROM d) SELECT * FROM a --! any
WITH d AS (MERGE INTO orders USING customers ON false WHEN MATCHED THEN DELETE RETURNING *) SELECT * FROM d --! any
WITH d AS (CREATE TABLE t AS SELECT 1) SELECT 1 --! any
WITH d AS (DROP TABLE orders) SELECT 1 --! any
WITH d AS (ATTACH 'other.duckdb') SELECT 1 --! any
WITH d AS (CALL pragma_version()) SELECT * FROM d --! any
WITH d AS (SET threads = 1) SELECT 1 --! any
WITH d AS (PRAGMA version) SELECT 1 --! any
SELECT * INTO x FROM orders --! known_nodes
SELECT * FROM orders FOR UPDATE --! known_nodes
INSERT INTO orders VALUES (1) --! read_only
-- [sqlite: what DuckDB or SQLite itself refuses or cannot read; counted apart]
INSERT INTO orders VALUES (1) --! read_only
REPLACE INTO orders VALUES (1) --! read_only
WITH d AS (DELETE FROM orders RETURNING *) SELECT * FROM d --! read_only
DETACH x --! read_only
SELECT * FROM orders WHERE amount IN secret_salaries --! any
SELECT * FROM temp.orders --! plain_tables
SELECT orders FROM orders --! no_whole_rows
SELECT ?1 --! one_statement
SELECT :name --! known_nodes
SELECT @name --! known_nodes
SELECT * FROM orders PIVOT (sum(amount) FOR status IN ('paid')) --! known_nodes
SELECT status FROM orders QUALIFY row_number() OVER (ORDER BY amount) = 1 --! known_nodes
SELECT DISTINCT ON (status) status, amount FROM orders --! known_nodes
SELECT * FROM orders WHERE note MATCH 'x' --! known_nodes
SELECT concat(name, region) FROM customers --! known_functions
SELECT [1, 2] --! names_resolve
