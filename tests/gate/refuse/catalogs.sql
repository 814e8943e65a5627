-- [duckdb: what the engine knows of itself]
SELECT * FROM information_schema.tables --! plain_tables | harm: catalog read
SELECT * FROM INFORMATION_SCHEMA.COLUMNS --! harm: catalog read
SELECT * FROM "information_schema"."tables" --! harm: catalog read
SELECT * FROM system.information_schema.tables --! harm: catalog read
SELECT table_name FROM information_schema/**/./**/tables --! harm: catalog read
SELECT schema_name FROM information_schema.schemata --! harm: catalog read
SELECT * FROM information_schema.character_sets --! harm: engine read
SELECT * FROM information_schema.table_constraints --! harm: engine read
SELECT * FROM information_schema.key_column_usage --! harm: engine read
SELECT * FROM information_schema.views --! harm: catalog read
FROM information_schema.tables SELECT table_name --! harm: catalog read
SELECT * FROM pg_catalog.pg_tables --! plain_tables | harm: catalog read
SELECT * FROM pg_tables --! harm: catalog read
SELECT relname FROM pg_class --! harm: catalog read
SELECT * FROM pg_catalog.pg_class --! harm: catalog read
SELECT attname FROM pg_attribute --! harm: catalog read
SELECT nspname FROM pg_namespace --! harm: catalog read
SELECT datname FROM pg_database --! harm: engine read
SELECT viewname, definition FROM pg_views --! harm: catalog read
SELECT * FROM pg_settings --! harm: settings read
SELECT proname FROM pg_proc WHERE proname LIKE '%pay%' --! harm: catalog read
SELECT typname FROM pg_type WHERE typname LIKE 'm%' --! harm: catalog read
SELECT enumlabel FROM pg_enum --! harm: catalog read
SELECT * FROM pg_indexes --! harm: catalog read
SELECT * FROM pg_sequences --! harm: catalog read
SELECT * FROM pg_description --! harm: catalog read
SELECT * FROM pg_prepared_statements --! harm: catalog read
SELECT * FROM sqlite_master --! names_exist | harm: catalog read
SELECT sql FROM sqlite_schema --! harm: catalog read
SELECT * FROM sqlite_temp_master --! harm: catalog read
SELECT * FROM duckdb_tables() --! harm: catalog read
SELECT * FROM duckdb_tables --! harm: catalog read
SELECT * FROM main.duckdb_tables --! harm: catalog read
SELECT column_name FROM duckdb_columns() --! harm: catalog read
SELECT * FROM duckdb_columns --! harm: catalog read
SELECT * FROM duckdb_views() --! harm: catalog read
SELECT sql FROM duckdb_views --! harm: catalog read
SELECT * FROM duckdb_databases() --! harm: engine read
SELECT * FROM duckdb_databases --! harm: engine read
SELECT * FROM duckdb_schemas() --! harm: catalog read
SELECT * FROM duckdb_functions() WHERE NOT internal --! harm: catalog read
SELECT macro_definition FROM duckdb_functions() WHERE macro_definition LIKE '%secret%' --! harm: catalog read
SELECT * FROM duckdb_sequences() --! harm: catalog read
SELECT * FROM duckdb_types() --! harm: catalog read
SELECT * FROM duckdb_indexes() --! harm: catalog read
SELECT * FROM duckdb_constraints() --! harm: catalog read
SELECT * FROM duckdb_constraints --! harm: catalog read
SELECT * FROM duckdb_extensions() --! harm: engine read
SELECT * FROM duckdb_extension_repositories() --! harm: engine read
SELECT * FROM pragma_storage_info('secret_salaries') --! harm: secret row
SELECT * FROM pragma_storage_info('employees') --! harm: hidden column
SELECT * FROM pragma_storage_info('customers') --! known_functions | harm: ssn
SELECT * FROM pragma_table_info('secret_salaries') --! harm: catalog read
SELECT * FROM pragma_table_info('employees') --! harm: catalog read
SELECT * FROM pragma_show('secret_salaries') --! harm: catalog read
SELECT * FROM pragma_database_size() --! harm: engine read
SELECT * FROM pragma_version() --! harm: engine read
SELECT * FROM pragma_platform() --! harm: engine read
SELECT * FROM pragma_user_agent() --! harm: engine read
SELECT table_name FROM duckdb_tables() UNION ALL SELECT note FROM orders --! harm: catalog read
SELECT (SELECT string_agg(table_name, ',') FROM duckdb_tables()) --! harm: catalog read
SELECT amount FROM orders WHERE note = (SELECT error(max(table_name)) FROM duckdb_tables()) --! harm: error leak
SELECT * FROM orders, duckdb_tables() --! harm: catalog read
WITH t AS (FROM duckdb_tables()) SELECT table_name FROM t --! harm: catalog read
SELECT enum_range(NULL::mood) --! harm: catalog read
SELECT enum_first(NULL::mood), enum_last(NULL::mood) --! harm: catalog read
SELECT pg_get_viewdef((SELECT oid FROM pg_class WHERE relname = 'pay_view')) --! harm: catalog read
SELECT version() --! known_functions | harm: engine read
SELECT current_user, current_database(), current_schema() --! known_functions | harm: engine read
SELECT current_database() --! harm: engine read
SELECT current_catalog --! harm: engine read
SELECT current_catalog() --! harm: engine read
SELECT user --! harm: engine read
SELECT session_user --! harm: engine read
SELECT current_role --! harm: engine read
SELECT main.version() --! harm: engine read
SELECT system.main.version() --! harm: engine read
SELECT stats(pay) FROM secret_salaries --! harm: secret row
SELECT stats(salary) FROM employees --! harm: hidden column
SELECT current_query_id() --! harm: differs
-- [duckdb: DESCRIBE, SHOW and SUMMARIZE after FROM]
SELECT * FROM (DESCRIBE secret_salaries) --! harm: catalog read
SELECT * FROM (DESCRIBE employees) --! harm: catalog read
SELECT * FROM (DESCRIBE SELECT * FROM employees) --! harm: catalog read
SELECT * FROM (DESC employees) --! harm: catalog read
SELECT * FROM (SHOW employees) --! harm: catalog read
SELECT * FROM (SHOW TABLES) --! names_exist | harm: catalog read
SELECT * FROM (SHOW ALL TABLES) --! harm: catalog read
SELECT name FROM (SHOW TABLES) t --! harm: catalog read
SELECT * FROM (SHOW DATABASES) --! harm: engine read
SELECT * FROM (SHOW TABLES FROM hr) --! harm: catalog read
SELECT * FROM (SUMMARIZE secret_salaries) --! harm: secret row
SELECT * FROM (SUMMARIZE employees) --! harm: hidden column
SELECT * FROM (SUMMARIZE SELECT salary FROM employees) --! harm: hidden column
FROM (SUMMARIZE employees) SELECT max --! harm: hidden column
FROM (DESCRIBE employees) --! harm: catalog read
WITH t AS (SUMMARIZE employees) SELECT * FROM t --! harm: hidden column
WITH t AS (DESCRIBE employees) SELECT * FROM t --! harm: catalog read
WITH t AS (SHOW TABLES) SELECT * FROM t --! harm: catalog read
WITH tables AS (SELECT 1) SELECT * FROM (SHOW tables) --! harm: catalog read
WITH tables AS (SELECT 1) SELECT * FROM (DESCRIBE tables) --! known_nodes | harm: catalog read
SELECT * FROM orders WHERE note IN (SELECT name FROM (SHOW TABLES)) OR error((SELECT string_agg(name) FROM (SHOW TABLES))) --! harm: error leak
