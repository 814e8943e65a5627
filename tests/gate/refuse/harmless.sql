-- [duckdb: what was not seen to do harm by itself, and is refused all the same; counted apart]
SELECT * FROM pg_constraint --! any
SELECT strftime(DATE '2000-01-01', '%' || salary::varchar || '%Q') FROM employees --! any
SELECT from_hex('zz' || salary) FROM employees --! any
SELECT e::struct(a int) FROM employees e --! any
SELECT factorial(salary) FROM employees --! any
SELECT power(salary, 1000)::integer FROM employees --! any
SELECT (SELECT salary FROM employees) --! any
SELECT * FROM parquet_kv_metadata('f.parquet') --! any
SELECT count(*) FROM glob('*') HAVING count(*) > 3 --! any
COPY orders TO '/dev/stdout' --! any
SELECT * FROM disable_profiling() --! any
SELECT name FROM employees GROUP BY name, salary --! any
SELECT name FROM employees e WHERE e = (SELECT max(f) FROM employees f) --! any
SELECT name FROM employees e WHERE e > row(0, '', '', 0, NULL, 770077) --! any
SELECT name FROM employees e WHERE hash(e) % 2 = 0 --! any
SELECT md5(e::varchar) FROM employees e --! any
SELECT count(DISTINCT e.*) FROM employees e --! any
SELECT create_sort_key(salary, 'asc') FROM employees --! any
SELECT name FROM customers ORDER BY rowid --! names_resolve
SELECT file_row_number, file_index FROM 'f.parquet' --! any
SELECT count(c) FROM customers c --! no_whole_rows
SELECT name FROM customers c ORDER BY c --! no_whole_rows
SELECT count(*) FROM customers c GROUP BY c --! no_whole_rows
SELECT name FROM customers c WHERE c IS NOT NULL --! no_whole_rows
SELECT * NOT LIKE 's%n' FROM customers --! known_nodes
SELECT #7 FROM customers --! known_nodes
SELECT * FROM pg_sequence --! any
SELECT * FROM pg_attrdef --! any
SELECT * FROM pg_depend --! any
SELECT * FROM pg_am --! any
SELECT * FROM duckdb_dependencies() --! any
SELECT * FROM duckdb_triggers() --! any
SELECT * FROM duckdb_optimizers() --! any
SELECT * FROM duckdb_keywords() --! any
SELECT * FROM duckdb_memory() --! any
SELECT * FROM duckdb_temporary_files() --! any
SELECT * FROM duckdb_eviction_queues() --! any
SELECT * FROM duckdb_external_file_cache() --! any
SELECT * FROM duckdb_connection_count() --! any
SELECT * FROM duckdb_approx_database_count() --! any
SELECT * FROM duckdb_table_sample('secret_salaries') --! any
SELECT * FROM duckdb_table_sample('employees') --! any
SELECT * FROM duckdb_dialects() --! any
SELECT * FROM duckdb_grammar_extensions() --! any
SELECT * FROM duckdb_available_metrics() --! any
SELECT * FROM pragma_metadata_info() --! any
SELECT * FROM pragma_collations() --! any
SELECT * FROM pg_timezone_names() --! any
SELECT * FROM icu_calendar_names() --! any
SELECT * FROM test_all_types() --! any
SELECT * FROM test_vector_types(NULL::int) --! any
SELECT * FROM orders NATURAL JOIN information_schema.tables --! any
SELECT CAST('x' AS mood) --! any
SELECT try_cast(note AS main.mood) FROM orders --! any
SELECT 'sad'::mood --! any
SELECT CAST('zzz' AS hr.grade) --! any
SELECT obj_description(1) --! any
SELECT has_table_privilege('secret_salaries', 'select') --! any
SELECT current_schemas(true) --! any
SELECT pg_catalog.pg_typeof(1) --! any
SELECT txid_current() --! known_functions
SELECT pg_typeof(1) --! known_functions
SELECT stats(amount) FROM orders --! known_functions
SELECT in_search_path('vault', 'main') --! any
SELECT get_block_size('vault') --! any
SELECT pg_postmaster_start_time() --! any
SELECT pg_conf_load_time() --! any
SELECT inet_server_addr() --! any
SELECT current_connection_id(), current_transaction_id(), current_query_id() --! any
SELECT vector_type(amount) FROM orders --! any
SELECT map_to_pg_oid('integer'), format_pg_type('1', 'x') --! any
SELECT * FROM (DESCRIBE orders) --! known_nodes
SELECT * FROM (SUMMARIZE orders) --! known_nodes
SELECT * FROM (DESCRIBE SELECT * FROM orders) --! known_nodes
SELECT * FROM orders WHERE amount > (SELECT max(pay) FROM secret_salaries) --! names_exist
SELECT * FROM orders ORDER BY (SELECT max(pay) FROM secret_salaries) --! names_exist
SELECT * FROM orders LIMIT (SELECT max(pay) FROM secret_salaries) --! bounds
SELECT * FROM orders OFFSET (SELECT max(pay) FROM secret_salaries) --! bounds
SELECT count(*) FROM orders GROUP BY (SELECT max(pay) FROM secret_salaries) --! any
SELECT amount FROM orders GROUP BY GROUPING SETS ((amount), ((SELECT max(pay) FROM secret_salaries))) --! names_exist
SELECT sum(amount) FILTER (WHERE amount > (SELECT max(pay) FROM secret_salaries)) FROM orders --! names_exist
SELECT sum(amount) OVER (ORDER BY (SELECT max(pay) FROM secret_salaries)) FROM orders --! names_exist
SELECT list(note ORDER BY (SELECT max(pay) FROM secret_salaries)) FROM orders --! any
SELECT sum(amount) OVER w FROM orders WINDOW w AS (PARTITION BY (SELECT max(pay) FROM secret_salaries)) --! any
SELECT DISTINCT ON ((SELECT max(pay) FROM secret_salaries)) amount FROM orders --! names_exist
WITH a AS (SELECT 1 AS x LIMIT (SELECT max(pay) FROM secret_salaries)), secret_salaries AS (SELECT 1 AS pay) SELECT * FROM a --! bounds
WITH orders AS (SELECT * FROM orders) SELECT * FROM orders --! names_exist
WITH ORDERS AS (SELECT 1 AS amount) SELECT * FROM orders --! names_exist
SELECT amount FROM orders LIMIT (SELECT count(*) FROM read_text('notes.txt'))  --! any
SELECT sum(amount) FILTER (WHERE error(note)) FROM orders --! any
SELECT sum(amount) OVER w FROM orders WINDOW w AS (ORDER BY getvariable('token')), v AS (ORDER BY top_pay()) --! any
SELECT list_aggregate(['a'], 'string_agg', top_pay()::varchar) --! any
PIVOT orders ON status IN (SELECT person FROM secret_salaries) --! any
SELECT count(*) FROM orders GROUP BY GROUPING SETS ((top_pay()), ()) --! any
SELECT top_pay() IS NULL --! any
SELECT 'a' LIKE 'a' ESCAPE left(top_pay()::varchar, 1) --! any
SELECT 1 EXCEPT SELECT top_pay() --! any
SELECT cast(1 AS mood) --! any
SELECT name.upper() FROM customers --! known_functions
SELECT main.upper(name) FROM customers --! known_functions
SELECT * FROM orders PIVOT (count(orders) FOR status IN ('paid')) --! names_resolve
SELECT amount FROM orders LIMIT 10+5 --! bounds
SELECT amount FROM orders LIMIT '5' --! bounds
SELECT amount FROM orders LIMIT 50% --! bounds
SELECT amount FROM orders LIMIT 1.5 --! bounds
SELECT range(quantity) FROM orders --! bounds
SELECT unnest(generate_series(DATE '0001-01-01', DATE '9999-01-01', INTERVAL 1 DAY)) --! bounds
SELECT unnest(range(1, 10, 0)) --! bounds
SELECT (FROM query('FROM secret_salaries') LIMIT 1).pay --! any
SELECT json_deserialize_sql(json_serialize_sql('SELECT 1')) --! any
SELECT json_serialize_sql('x') --! any
SELECT currval('seq') --! any
SELECT getvariable('a') --! known_functions
SELECT * FROM orders LIMIT getvariable('ten') --! any
SELECT * FROM duckdb_secret_types() --! any
SELECT current_setting('search_path') --! any
SELECT * FROM duckdb_profiling_settings() --! any
SELECT write_log('x', disable_logging := true) --! any
SELECT * FROM duckdb_logs_parsed('QueryLog') --! any
SELECT * FROM duckdb_log_contexts() --! any
SELECT * FROM register_external_resource('x', 'y') --! any
SELECT * FROM duckdb_external_resources() --! any
SELECT * FROM create_external_resource('a', 'b') --! any
SELECT current_query() --! any
DESCRIBE df_secret --! any
SELECT 1 -- <U+2028>; DROP TABLE orders --! any
SELECT ssn FROM customers -- <U+2028>DROP TABLE orders --! text_hygiene
SELECT ssn<U+2060> FROM customers --! text_hygiene
SELECT ssn<U+200B>x FROM customers --! text_hygiene
SELECT<U+00A0>ssn FROM customers --! text_hygiene
<U+FEFF>SELECT ssn FROM customers --! text_hygiene
SELECT<U+000C>ssn FROM customers --! text_hygiene
SELECT 'a' 'b', salary FROM employees --! any
VACUUM --! read_only
ANALYZE --! any
LOAD json --! any
EXPLAIN SELECT * FROM orders --! read_only
SHOW orders --! read_only
DESCRIBE orders --! read_only
SUMMARIZE orders --! read_only
DEALLOCATE x --! read_only
SELECT 1; SELECT 2 --! one_statement
MERGE INTO orders USING customers ON false WHEN MATCHED THEN DELETE --! read_only
-- [sqlite: what was not seen to do harm by itself, and is refused all the same; counted apart]
VACUUM --! read_only
REINDEX --! read_only
PRAGMA table_info(orders) --! read_only
EXPLAIN SELECT 1 --! read_only
EXPLAIN QUERY PLAN SELECT 1 --! read_only
SELECT sum(amount) OVER (ORDER BY (SELECT max(pay) FROM secret_salaries)) FROM orders --! any
WITH a AS (SELECT * FROM b), b AS (SELECT 1) SELECT * FROM a --! names_exist
SELECT * FROM sqlite_temp_master --! any
SELECT * FROM temp.sqlite_master --! any
SELECT * FROM pragma_table_info('orders') --! known_functions
SELECT * FROM pragma_user_version --! any
SELECT * FROM sqlite_dbpage --! any
SELECT sqlite_compileoption_get(0) --! any
SELECT sqlite_compileoption_used('THREADSAFE') --! any
SELECT fts5(1) --! known_functions
SELECT 1 /* unclosed; DELETE FROM orders --! any
