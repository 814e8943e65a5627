-- [duckdb: error texts that carry values]
SELECT error((SELECT ssn FROM customers LIMIT 1)) --! known_functions | harm: error leak
SELECT error(ssn) FROM customers --! harm: error leak
SELECT error((SELECT max(pay)::varchar FROM secret_salaries)) --! harm: error leak
SELECT CASE WHEN id > 0 THEN error(ssn) END FROM customers --! harm: error leak
SELECT error(e::varchar) FROM employees e --! harm: error leak
SELECT name FROM customers WHERE error(ssn) IS NULL --! harm: error leak
SELECT name FROM customers ORDER BY error(ssn) --! harm: error leak
SELECT count(*) FROM customers GROUP BY error(ssn) --! harm: error leak
SELECT list_transform([ssn], lambda x: error(x)) FROM customers --! harm: error leak
SELECT coalesce(error(ssn), 1) FROM customers --! harm: error leak
SELECT ssn.error() FROM customers --! harm: error leak
SELECT main.error(ssn) FROM customers --! harm: error leak
SELECT "error"(ssn) FROM customers --! harm: error leak
SELECT assert_true(false, ssn) FROM customers --! harm: error leak
SELECT CAST(salary || 'x' AS integer) FROM employees --! harm: error leak
SELECT CAST(person AS integer) FROM secret_salaries --! harm: error leak
SELECT (SELECT person::date FROM secret_salaries) --! harm: error leak
SELECT strptime((SELECT max(pay)::varchar FROM secret_salaries), '%Y-%m-%d') --! harm: error leak
SELECT json_extract((SELECT 'x' || max(pay) FROM secret_salaries), '$.a') --! harm: error leak
SELECT regexp_matches('a', '(' || (SELECT max(pay) FROM secret_salaries)) --! harm: error leak
SELECT json_extract('{}', '$[' || (SELECT max(pay) FROM secret_salaries)) --! harm: error leak
SELECT date_part((SELECT max(pay)::varchar FROM secret_salaries), current_date) --! harm: error leak
SELECT date_trunc(person || pay, current_date) FROM secret_salaries --! harm: error leak
SELECT timezone(salary::varchar, TIMESTAMP '2000-01-01') FROM employees --! harm: error leak
SELECT from_base64('*' || salary) FROM employees --! harm: error leak
SELECT (salary::bigint * 1000000000)::integer FROM employees --! harm: error leak
SELECT salary::tinyint FROM employees --! harm: error leak
SELECT salary::utinyint FROM employees --! harm: error leak
SELECT (salary || '-99-99')::date FROM employees --! harm: error leak
SELECT salary::varchar::uuid FROM employees --! harm: error leak
SELECT salary::varchar::interval FROM employees --! harm: one bit
SELECT ('x' || salary)::boolean FROM employees --! harm: error leak
SELECT ('[' || salary)::integer[] FROM employees --! harm: error leak
SELECT ('{' || salary)::json FROM employees --! harm: error leak
SELECT ('x' || salary)::mood FROM employees --! harm: error leak
SELECT chr(-salary) FROM employees --! harm: error leak
-- [duckdb: what is not the same twice, and what sets it]
SELECT random() --! harm: differs
SELECT random(), uuid(), gen_random_uuid() --! known_functions | harm: differs
SELECT uuid() --! harm: differs
SELECT uuidv4(), uuidv7() --! harm: differs
SELECT main.random() --! harm: differs
SELECT amount FROM orders ORDER BY random() --! harm: differs often
SELECT amount FROM orders WHERE random() < 0.5 --! harm: differs often
SELECT sum(amount * random()) FROM orders --! harm: differs
SELECT list_transform([1], lambda x: random()) --! harm: differs
SELECT setseed(0.5) --! known_functions | harm: seed set
SELECT setseed(0.5), random() --! harm: seed set
SELECT count(setseed(0.5)) FROM orders --! harm: seed set
SELECT txid_current(), current_transaction_id() --! harm: differs
SELECT current_query_id(), 1 --! harm: differs
-- [duckdb: what makes people wait]
SELECT sleep_ms(12000) --! known_functions | harm: sleeps
--  twin: SELECT sleep_ms(250)
SELECT pg_sleep(3) --! known_functions | harm: sleeps
--  twin: SELECT pg_sleep(0.25)
SELECT main.sleep_ms(12000) --! harm: sleeps
--  twin: SELECT main.sleep_ms(250)
SELECT pg_catalog.pg_sleep(100) --! harm: sleeps
--  twin: SELECT pg_catalog.pg_sleep(0.25)
SELECT sleep_ms(60000) FROM orders --! harm: sleeps
--  twin: SELECT sleep_ms(100) FROM orders
SELECT CASE WHEN (SELECT max(pay) FROM secret_salaries) > 1 THEN sleep_ms(9000) END --! harm: sleeps
--  twin: SELECT CASE WHEN (SELECT max(pay) FROM secret_salaries) > 1 THEN sleep_ms(250) END
SELECT * FROM orders ORDER BY sleep_ms(9000) --! harm: sleeps
--  twin: SELECT * FROM orders ORDER BY sleep_ms("OrderID"::int * 60)
SELECT count(*) FROM orders WHERE sleep_ms(9000 + quantity) IS NULL --! harm: sleeps
--  twin: SELECT count(*) FROM orders WHERE sleep_ms(60 + quantity) IS NULL
SELECT list_transform([1, 2, 3], lambda x: sleep_ms(x * 9000)) --! harm: sleeps
--  twin: SELECT list_transform([1, 2, 3], lambda x: sleep_ms(x * 60))
SELECT (9000).sleep_ms() --! harm: sleeps
--  twin: SELECT (250).sleep_ms()
SELECT "sleep_ms"(9000) --! harm: sleeps
--  twin: SELECT "sleep_ms"(250)
WITH w AS (SELECT sleep_ms(9000) AS x) SELECT * FROM w --! harm: sleeps
--  twin: WITH w AS (SELECT sleep_ms(250) AS x) SELECT * FROM w
