-- [duckdb: text that becomes SQL, macros, views, sequences]
SELECT * FROM query('SELECT * FROM secret'||'_salaries') --! known_functions | harm: secret row
SELECT * FROM query('FROM secret_salaries') --! harm: secret row
FROM query('FROM secret_salaries') --! harm: secret row
SELECT * FROM "query"('FROM secret_salaries') --! harm: secret row
SELECT * FROM QUERY($$FROM secret_salaries$$) --! harm: secret row
SELECT * FROM query(concat('FROM ', 'secret', '_salaries')) --! harm: secret row
SELECT * FROM query(reverse('seiralas_terces MORF')) --! harm: secret row
SELECT * FROM query(chr(70) || 'ROM secret_salaries') --! harm: secret row
SELECT * FROM query(replace('FROM xx', 'xx', 'secret_salaries')) --! harm: secret row
SELECT * FROM query(getvariable('stored')) --! harm: secret row
SELECT * FROM query('SELECT * FROM query(''FROM secret_salaries'')') --! harm: secret row
SELECT * FROM query('TABLE secret_salaries') t(a, b) --! harm: secret row
SELECT o.note FROM orders o, query('FROM secret_salaries') q WHERE q.pay > error(q.pay::varchar) --! harm: error leak
SELECT (SELECT max(pay) FROM query('FROM secret_salaries')) --! harm: secret row
WITH q AS (FROM query('FROM secret_salaries')) SELECT * FROM q --! harm: secret row
SELECT * FROM query_table('secret_salaries') --! known_functions | harm: secret row
SELECT * FROM query_table(['secret_salaries']) --! harm: secret row
SELECT * FROM query_table(['secret_salaries', 'secret_salaries'], true) --! harm: secret row
SELECT * FROM query_table(concat('secret_', 'salaries')) --! harm: secret row
SELECT * FROM query_table(pay_view) --! harm: secret row
SELECT * FROM query_table(secret_salaries) --! harm: secret row
SELECT * FROM query_table('hr.pay') --! harm: secret row
SELECT * FROM query_table('main.secret_salaries') --! harm: secret row
FROM histogram_values(secret_salaries, pay) --! known_functions | harm: secret row
FROM histogram(secret_salaries, pay) --! harm: secret row
FROM histogram(employees, salary, technique := 'sample') --! harm: hidden column
SELECT * FROM histogram_values(employees, salary, technique := 'sample') --! harm: hidden column
SELECT * FROM summary((SELECT * FROM secret_salaries)) --! harm: secret row
SELECT * FROM summary((SELECT salary FROM employees)) --! harm: hidden column
SELECT * FROM json_execute_serialized_sql(json_serialize_sql('SELECT * FROM secret_salaries')) --! known_functions | harm: secret row
SELECT * FROM json_execute_serialized_sql(json_serialize_sql(concat('FROM ', 'secret_salaries'))) --! harm: secret row
SELECT json_serialize_plan('SELECT * FROM secret_salaries') --! harm: catalog read
SELECT top_pay() --! known_functions | harm: secret row
SELECT main.top_pay() --! known_functions | harm: secret row
SELECT vault.main.top_pay() --! harm: secret row
SELECT "top_pay"() --! harm: secret row
SELECT TOP_PAY ( ) --! harm: secret row
SELECT 1 + top_pay() --! harm: one bit
SELECT amount FROM orders WHERE amount > top_pay() OR error(top_pay()::varchar) --! harm: error leak
SELECT sum(top_pay()) FROM orders --! harm: one bit
SELECT max(top_pay()) FROM orders --! harm: secret row
SELECT * FROM all_pay() --! harm: secret row
FROM all_pay() --! harm: secret row
SELECT * FROM main.all_pay() --! harm: secret row
SELECT pay_of('Ann') --! harm: secret row
SELECT pay_of(name) FROM employees --! harm: secret row
SELECT 'Ann'.pay_of() --! harm: secret row
SELECT name.pay_of() FROM employees --! harm: secret row
SELECT hr.hr_pay() --! harm: secret row
SELECT * FROM pay_view --! harm: secret row
SELECT * FROM main.pay_view --! harm: secret row
SELECT p.pay FROM pay_view AS p, orders --! harm: secret row
SELECT nextval('seq') --! known_functions | harm: sequence moved
SELECT nextval('main.seq') --! harm: sequence moved
SELECT nextval('s' || 'eq') --! harm: sequence moved
SELECT amount, nextval('seq') FROM orders --! harm: sequence moved
SELECT nextval('seq'), currval('seq') --! harm: sequence moved
SELECT setval('seq', 1000) --! harm: sequence moved
SELECT setval('seq', 1000, false) --! harm: file written
SELECT list_transform([1, 2], lambda x: nextval('seq')) --! harm: sequence moved
SELECT * FROM orders ORDER BY nextval('seq') --! harm: sequence moved
SELECT case when nextval('seq') > 0 then 1 end --! harm: sequence moved
-- [duckdb: variables, secrets, logs, settings]
SELECT getvariable('token') --! harm: variable read
SELECT getvariable('to' || 'ken') --! harm: variable read
SELECT * FROM orders WHERE note = getvariable('token') OR error(getvariable('token')) --! harm: error leak
SELECT * FROM duckdb_variables() --! harm: variable read
SELECT [getvariable('token')] --! harm: variable read
SELECT concat(getvariable('token')) FROM orders LIMIT 1 --! harm: variable read
SELECT * FROM duckdb_secrets() --! harm: secret read
SELECT name FROM duckdb_secrets(redact = true) --! harm: secret read
SELECT * FROM which_secret('https://example.org/x', 'http') --! harm: secret read
SELECT * FROM duckdb_settings() --! known_functions | harm: settings read
SELECT value FROM duckdb_settings() WHERE name = 'http_proxy' --! harm: settings read
SELECT current_setting('http_proxy') --! harm: settings read
SELECT current_setting('memory_limit') --! known_functions | harm: engine read
SELECT 'http_proxy'.current_setting() --! harm: settings read
SELECT list_transform(['http_proxy'], lambda x: current_setting('http_proxy')) --! harm: settings read
SELECT write_log('x', level := 'error') --! known_functions | harm: log written
SELECT write_log(note, log_type := 'FAKE', level := 'ERROR') FROM orders --! harm: log written
SELECT * FROM truncate_duckdb_logs() --! harm: log written
SELECT * FROM duckdb_logs() --! harm: log read
SELECT * FROM duckdb_prepared_statements() --! harm: catalog read
-- [duckdb: variables of the calling Python program]
SELECT * FROM df_secret --! names_exist | harm: python read
FROM df_secret --! harm: python read
SELECT o.note, d.note FROM orders o, df_secret d --! harm: python read
SELECT * FROM main.df_secret --! harm: python read
SELECT (SELECT max(note) FROM df_secret) --! harm: python read
WITH d AS (FROM df_secret) SELECT * FROM d --! harm: python read
TABLE df_secret --! harm: python read
SELECT * FROM query_table('df_secret') --! harm: python read
SELECT * FROM "df_secret" --! harm: python read
SELECT * FROM registered --! harm: python read
SELECT python_udf('x') --! harm: python read
SELECT * FROM orders WHERE python_udf('x') = note OR error(python_udf('x')) --! harm: error leak
PIVOT df_secret ON note --! harm: python read
SUMMARIZE df_secret --! harm: python read
