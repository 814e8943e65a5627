-- [duckdb: employees.salary is in the database and not in the catalog]
SELECT salary FROM employees --! harm: hidden column
SELECT "salary" FROM employees --! harm: hidden column
SELECT SALARY FROM employees --! harm: hidden column
SELECT employees.salary FROM employees --! harm: hidden column
SELECT main.employees.salary FROM employees --! harm: hidden column
SELECT vault.main.employees.salary FROM vault.main.employees --! harm: hidden column
SELECT e.salary FROM employees e --! harm: hidden column
SELECT `salary` FROM employees --! harm: hidden column
SELECT name, (SELECT salary) FROM employees --! harm: hidden column
SELECT name FROM employees WHERE salary = 770077 --! harm: one bit
SELECT name FROM employees ORDER BY salary --! harm: one bit
SELECT min(name) FROM employees GROUP BY salary HAVING salary = 770077 --! harm: one bit
SELECT max(salary) FROM employees --! harm: hidden column
SELECT any_value(salary) OVER () FROM employees --! harm: hidden column
SELECT name FROM employees QUALIFY rank() OVER (ORDER BY salary) = 1 --! harm: one bit
SELECT sum(id) FILTER (WHERE salary = 770077) FROM employees --! harm: one bit
SELECT arg_min(name, salary) FROM employees --! harm: one bit
SELECT list(name ORDER BY salary) FROM employees --! harm: one bit
SELECT name, rank() OVER (ORDER BY salary) FROM employees --! harm: one bit
SELECT a.name FROM employees a JOIN employees b ON a.id = b.id AND b.salary = 770077 --! harm: one bit
SELECT a.name FROM employees a JOIN (SELECT 770077 AS salary) b USING (salary) --! harm: one bit
SELECT a.salary FROM employees a JOIN employees b USING (salary) --! harm: hidden column
SELECT salary FROM employees a NATURAL JOIN employees b --! harm: hidden column
SELECT name FROM employees WHERE EXISTS (SELECT 1 FROM orders WHERE salary = 770077) --! harm: one bit
SELECT (SELECT max(salary + quantity * 0) FROM orders) FROM employees --! harm: hidden column
SELECT (SELECT salary FROM orders LIMIT 1) FROM employees --! harm: hidden column
SELECT x.s FROM employees e, LATERAL (SELECT e.salary AS s) x --! harm: hidden column
SELECT s FROM employees e, (SELECT salary AS s) --! harm: hidden column
SELECT list_transform([1], lambda x: x * salary) FROM employees --! harm: hidden column
SELECT [salary FOR x IN [1]] FROM employees --! harm: hidden column
SELECT {'s': salary} FROM employees --! harm: hidden column
SELECT struct_pack(salary) FROM employees --! harm: hidden column
SELECT case when true then salary end FROM employees --! harm: hidden column
SELECT hash(salary), salary::varchar FROM employees --! harm: hidden column
SELECT format('{}', salary) FROM employees --! harm: hidden column
SELECT DISTINCT ON (salary) name FROM employees --! harm: one bit
SELECT salary s, s + 0 FROM employees --! harm: hidden column
SELECT s FROM (SELECT salary AS s FROM employees) --! harm: hidden column
WITH t AS (SELECT salary AS s FROM employees) SELECT s FROM t --! harm: hidden column
SELECT s FROM (SELECT e.salary FROM employees e) t(s) --! harm: hidden column
SELECT pay FROM (FROM employees SELECT salary AS pay) --! harm: hidden column
FROM employees SELECT salary --! harm: hidden column
FROM employees SELECT name, salary WHERE id = 1 --! harm: hidden column
SELECT id, name FROM employees UNION ALL SELECT salary, name FROM employees --! harm: hidden column
SELECT name FROM employees UNION BY NAME SELECT salary FROM employees --! harm: hidden column
VALUES ((SELECT max(salary) FROM employees)) --! harm: hidden column
PIVOT employees ON team IN ('a') USING sum(salary) --! harm: hidden column
PIVOT employees ON salary --! harm: hidden column
PIVOT employees ON team USING max(id) --! harm: hidden column
PIVOT employees ON team USING max(id) GROUP BY salary --! harm: hidden column
UNPIVOT employees ON salary --! harm: hidden column
UNPIVOT employees ON salary INTO NAME n VALUE v --! harm: hidden column
UNPIVOT employees ON id, salary INTO NAME n VALUE v --! harm: hidden column
UNPIVOT employees ON (id, salary) INTO NAME n VALUE a, b --! harm: hidden column
UNPIVOT employees ON COLUMNS('s.*y') --! harm: hidden column
SELECT * FROM (UNPIVOT employees ON salary INTO NAME n VALUE v) --! harm: hidden column
SELECT v FROM employees UNPIVOT (v FOR k IN (salary)) --! harm: hidden column
SELECT * EXCLUDE (salary), salary AS s FROM employees --! harm: hidden column
SELECT * REPLACE (salary AS id) FROM employees --! harm: hidden column
SELECT * REPLACE (salary + 0 AS name) FROM employees --! harm: hidden column
SELECT * RENAME (salary AS s) FROM employees --! harm: hidden column
SELECT e.* RENAME (salary AS name2) FROM employees e --! harm: hidden column
SELECT * EXCLUDE (id, name, team, manager_id, hired) FROM employees e WHERE e.salary > 0 --! harm: hidden column
-- [duckdb: the same without the column's name]
SELECT e FROM employees e --! harm: hidden column
SELECT employees FROM employees --! harm: hidden column
SELECT "employees" FROM employees --! harm: hidden column
SELECT (e) FROM employees e --! harm: hidden column
SELECT e AS x FROM employees AS e --! harm: hidden column
SELECT [e] FROM employees e --! harm: hidden column
SELECT {'e': e} FROM employees e --! harm: hidden column
SELECT (e, 1) FROM employees e --! harm: hidden column
SELECT row(e) FROM employees e --! harm: hidden column
SELECT map {1: e} FROM employees e --! harm: hidden column
SELECT unnest(e) FROM employees e --! harm: hidden column
SELECT unnest([e], recursive := true) FROM employees e --! harm: hidden column
SELECT UNNEST(e, max_depth := 2) FROM employees e --! harm: hidden column
SELECT (e).salary FROM employees e --! harm: hidden column
SELECT (e)['salary'] FROM employees e --! harm: hidden column
SELECT e['salary'] FROM employees e --! harm: hidden column
SELECT e['sal' || 'ary'] FROM employees e --! harm: hidden column
SELECT struct_extract(e, 'salary') FROM employees e --! harm: hidden column
SELECT struct_extract_at(e, 6) FROM employees e --! harm: hidden column
SELECT e.struct_extract('salary') FROM employees e --! harm: hidden column
SELECT struct_values(e) FROM employees e --! harm: hidden column
SELECT struct_keys(e) FROM employees e --! harm: catalog read
SELECT struct_insert(e, x := 1) FROM employees e --! harm: hidden column
SELECT struct_concat(e, {'x': 1}) FROM employees e --! harm: hidden column
SELECT e::varchar FROM employees e --! harm: hidden column
SELECT cast(e AS json) FROM employees e --! harm: hidden column
SELECT e || '' FROM employees e --! harm: hidden column
SELECT concat(e) FROM employees e --! harm: hidden column
SELECT to_json(e) FROM employees e --! harm: hidden column
SELECT json_object('a', e) FROM employees e --! harm: hidden column
SELECT json_array(e) FROM employees e --! harm: hidden column
SELECT row_to_json(e) FROM employees e --! harm: hidden column
SELECT json_group_array(e) FROM employees e --! harm: hidden column
SELECT format('{}', e::varchar) FROM employees e --! harm: hidden column
SELECT max(e) FROM employees e --! harm: hidden column
SELECT min(employees) FROM employees --! harm: hidden column
SELECT list(e) FROM employees e --! harm: hidden column
SELECT array_agg(e ORDER BY e.id) FROM employees e --! harm: hidden column
SELECT first(e) FROM employees e --! harm: hidden column
SELECT any_value(e) FROM employees e --! harm: hidden column
SELECT arg_max(e, e.id) FROM employees e --! harm: hidden column
SELECT string_agg(e::varchar, ';') FROM employees e --! harm: hidden column
SELECT histogram(e) FROM employees e --! harm: hidden column
SELECT mode(e) FROM employees e --! harm: hidden column
SELECT lag(e) OVER (ORDER BY e.id) FROM employees e --! harm: hidden column
SELECT first_value(e) OVER () FROM employees e --! harm: hidden column
SELECT coalesce(e) FROM employees e --! harm: hidden column
SELECT case when true then e end FROM employees e --! harm: hidden column
SELECT (SELECT e) FROM employees e --! harm: hidden column
SELECT (SELECT t FROM (SELECT e) AS t) FROM employees e --! harm: hidden column
SELECT x FROM employees e, LATERAL (SELECT e AS x) --! harm: hidden column
SELECT list_transform([1], lambda x: e) FROM employees e --! harm: hidden column
SELECT [e FOR x IN [1]] FROM employees e --! harm: hidden column
SELECT list_transform([e], lambda x: x.salary) FROM employees e --! harm: hidden column
SELECT x.salary FROM (SELECT e AS x FROM employees e) --! harm: hidden column
WITH t AS (SELECT e AS x FROM employees e) SELECT x.salary FROM t --! harm: hidden column
SELECT DISTINCT e FROM employees e --! harm: hidden column
SELECT e, count(*) FROM employees e GROUP BY e --! harm: hidden column
SELECT min(e.name) FROM employees e GROUP BY e HAVING max(e)::varchar LIKE '%770077%' --! harm: one bit
SELECT name FROM employees e WHERE e::varchar LIKE '%770077%' --! harm: one bit
SELECT name FROM employees e ORDER BY (e::varchar)[-7:] --! harm: one bit
SELECT e FROM employees e UNION ALL SELECT e FROM employees e --! harm: hidden column
FROM employees e SELECT e --! harm: hidden column
SELECT employees FROM main.employees --! harm: hidden column
SELECT t FROM (FROM employees) t --! harm: hidden column
SELECT t FROM (SELECT * FROM employees) t --! harm: hidden column
WITH t AS (FROM employees) SELECT t FROM t --! harm: hidden column
SELECT main.employees FROM employees --! harm: hidden column
SELECT COLUMNS('s.*y') FROM employees --! harm: hidden column
SELECT COLUMNS('(?i)SAL.*') FROM employees --! harm: hidden column
SELECT COLUMNS(lambda x: x LIKE 's%') FROM employees --! harm: hidden column
SELECT COLUMNS(['salary']) FROM employees --! harm: hidden column
SELECT COLUMNS(['sal' || 'ary']) FROM employees --! harm: hidden column
SELECT COLUMNS(* EXCLUDE (id, name, team, manager_id, hired)) FROM employees --! harm: hidden column
SELECT COLUMNS(e.*) FROM employees e --! harm: hidden column
SELECT max(COLUMNS('sal.*')) FROM employees --! harm: hidden column
SELECT max(COLUMNS(*)) FROM employees --! harm: hidden column
SELECT COLUMNS('(sal).*') AS '\1' FROM employees --! harm: hidden column
SELECT coalesce(*COLUMNS('sal.*')) FROM employees --! harm: hidden column
SELECT greatest(*COLUMNS('sal.*|id')) FROM employees --! harm: hidden column
SELECT [*COLUMNS('sal.*')] FROM employees --! harm: hidden column
SELECT list_value(*COLUMNS('sal.*|id')) FROM employees --! harm: hidden column
SELECT struct_pack(*COLUMNS(*)) FROM employees --! harm: hidden column
SELECT concat(*COLUMNS(*)) FROM employees --! harm: hidden column
SELECT coalesce(COLUMNS(*)) FROM employees --! harm: hidden column
SELECT COLUMNS(*) + 0 FROM (SELECT salary FROM employees) --! harm: hidden column
SELECT COLUMNS(*)::varchar FROM employees --! harm: hidden column
SELECT name FROM employees WHERE COLUMNS('sal.*') = 770077 --! harm: one bit
SELECT name FROM employees ORDER BY COLUMNS('sal.*') --! harm: one bit
SELECT * FROM employees ORDER BY COLUMNS('sal.*') --! harm: hidden column
SELECT * LIKE 'sal%' FROM employees --! harm: hidden column
SELECT * ILIKE 'SAL%' FROM employees --! harm: hidden column
SELECT * NOT LIKE '%a%m%' FROM employees --! harm: hidden column
SELECT * GLOB 'sal*' FROM employees --! harm: hidden column
SELECT * SIMILAR TO 'sal.*' FROM employees --! harm: hidden column
SELECT * NOT SIMILAR TO 'n.*' FROM employees --! harm: hidden column
SELECT e.* LIKE 'sal%' FROM employees e --! harm: hidden column
SELECT #6 FROM employees --! harm: hidden column
SELECT #6 + 0 FROM employees --! harm: hidden column
SELECT max(#6) FROM employees --! harm: hidden column
SELECT name FROM employees WHERE #6 = 770077 --! harm: one bit
SELECT (*) FROM employees --! harm: hidden column
SELECT f FROM employees AS t(a, b, c, d, e, f) --! harm: hidden column
SELECT t.f FROM employees t(a, b, c, d, e, f) --! harm: hidden column
SELECT team FROM employees AS t(id, x, y, z, w, team) --! harm: hidden column
SELECT f FROM (FROM employees) t(a, b, c, d, e, f) --! harm: hidden column
WITH t(a, b, c, d, e, f) AS (FROM employees) SELECT f FROM t --! harm: hidden column
WITH t(a, b, c, d, e, f) AS (SELECT * FROM employees) SELECT a, f FROM t --! harm: hidden column
SELECT f FROM (TABLE employees) AS t(a, b, c, d, e, f) --! harm: hidden column
-- [duckdb: rows that carry their hidden part through a join, a set operation or a list]
SELECT x FROM orders o LEFT JOIN employees x ON true --! harm: hidden column
SELECT o, e FROM orders o, employees e --! harm: hidden column
SELECT list_sort(list(e)) FROM employees e --! harm: hidden column
SELECT unnest(list(e)) FROM employees e --! harm: hidden column
SELECT unnest(list(e), recursive := true) FROM employees e --! harm: hidden column
SELECT a FROM employees a SEMI JOIN orders ON true --! harm: hidden column
SELECT e FROM employees e POSITIONAL JOIN orders --! harm: hidden column
SELECT e FROM orders ASOF JOIN employees e ON placed_on >= hired --! harm: hidden column
SELECT json_extract(to_json(e), '$.salary') FROM employees e --! harm: hidden column
SELECT to_json(e) ->> 'salary' FROM employees e --! harm: hidden column
SELECT json_transform(to_json(e), '{"salary":"INT"}') FROM employees e --! harm: hidden column
SELECT from_json(to_json(e), '{"salary":"INT"}') FROM employees e --! harm: hidden column
SELECT json_keys(to_json(e)) FROM employees e --! harm: catalog read
SELECT json_structure(to_json(e)) FROM employees e --! harm: catalog read
SELECT typeof(e) FROM employees e --! harm: catalog read
SELECT j.value FROM employees e, json_each(to_json(e)) j --! harm: hidden column
SELECT variant_extract(e::variant, 'salary') FROM employees e --! harm: hidden column
SELECT e::variant FROM employees e --! harm: hidden column
SELECT remap_struct(e, NULL::struct(s int), {'s': 'salary'}, NULL) FROM employees e --! harm: hidden column
SELECT union_value(x := e) FROM employees e --! harm: hidden column
SELECT e.salary.abs() FROM employees e --! harm: hidden column
SELECT try(salary) FROM employees --! harm: hidden column
-- [duckdb: columns that every table has and nobody wrote]
SELECT rowid FROM customers --! names_resolve | harm: pseudo-column
SELECT customers.rowid FROM customers --! names_resolve | harm: pseudo-column
SELECT ROWID FROM orders --! harm: pseudo-column
SELECT "rowid" FROM orders --! harm: pseudo-column
SELECT o.rowid FROM orders o --! harm: pseudo-column
SELECT name FROM customers WHERE rowid = 1 --! names_resolve | harm: pseudo-column
SELECT max(rowid) FROM orders --! harm: pseudo-column
SELECT count(*) FROM orders WHERE rowid IN (1, 2) --! harm: pseudo-column
SELECT a.name FROM customers a JOIN customers b ON a.rowid = b.rowid WHERE a.rowid = 2 --! harm: pseudo-column
SELECT list_transform([1], lambda x: rowid) FROM orders --! harm: pseudo-column
SELECT (SELECT rowid) FROM orders --! harm: pseudo-column
SELECT rowid FROM (SELECT rowid FROM orders) --! harm: pseudo-column
FROM orders SELECT rowid --! harm: pseudo-column
SELECT filename FROM 'f.csv' --! harm: file list
SELECT filename FROM 'f.parquet' --! harm: file list
SELECT filename, note FROM read_parquet('f.parquet') --! harm: file list
-- [duckdb: customers.ssn, which a policy may hide, without its name]
SELECT c FROM customers c --! no_whole_rows | harm: ssn
SELECT customers FROM customers --! no_whole_rows | harm: ssn
SELECT (SELECT c) FROM customers c --! no_whole_rows | harm: ssn
SELECT unnest(c) FROM customers c --! no_whole_rows | harm: ssn
SELECT (c).ssn FROM customers c --! no_whole_rows | harm: ssn
SELECT min(c) FROM customers c --! no_whole_rows | harm: ssn
SELECT to_json(c) FROM customers c --! no_whole_rows | harm: ssn
SELECT list(c) FROM customers c --! no_whole_rows | harm: ssn
SELECT list_transform([1], lambda x: c) FROM customers c --! no_whole_rows | harm: ssn
SELECT COLUMNS('s.n') FROM customers --! known_functions | harm: ssn
SELECT * LIKE 's%n' FROM customers --! known_nodes | harm: ssn
SELECT * SIMILAR TO 's.n' FROM customers --! known_nodes | harm: ssn
SELECT #8 FROM customers --! known_nodes | harm: ssn
SELECT COLUMNS(*) FROM customers --! known_nodes | harm: ssn
