-- [duckdb: characters that nobody sees; the gate and the engine may read them differently]
SELECT salary<U+200B>x FROM employees --! text_hygiene | harm: hidden column
SELECT salary<U+2060>x FROM employees --! text_hygiene | harm: hidden column
SELECT salary<U+FEFF>x FROM employees --! text_hygiene | harm: hidden column
<U+FEFF>SELECT salary FROM employees --! text_hygiene | harm: hidden column
SELECT<U+00A0>salary FROM employees --! text_hygiene | harm: hidden column
SELECT<U+3000>salary<U+3000>FROM employees --! text_hygiene | harm: hidden column
SELECT<U+000C>salary FROM employees --! text_hygiene | harm: hidden column
SELECT<U+000B>salary FROM employees --! harm: hidden column
SELECT<U+2003>salary FROM<U+2009>employees --! harm: hidden column
SELECT<U+202F>salary FROM<U+205F>employees --! harm: hidden column
SELECT * FROM<U+200B>secret_salaries --! harm: secret row
SELECT * FROM secret_salaries<U+200B> --! harm: secret row
SELECT * FROM orders,<U+2060>secret_salaries --! harm: secret row
SELECT * FROM query<U+200B>('FROM secret_salaries') --! harm: secret row
SELECT * FROM<U+FEFF>secret_salaries --! harm: secret row
<U+200B>DROP TABLE orders --! harm: catalog changed
SELECT 1;<U+200B>DROP TABLE orders --! harm: catalog changed
SELECT * FROM main<U+200B>.secret_salaries --! harm: secret row
SELECT * FROM main.<U+200B>secret_salaries --! harm: secret row
SELECT 1 <U+0000>; DROP TABLE orders --! harm: catalog changed
-- [duckdb: comments, quotes and what lies between them]
SELECT 1 -- <U+000D>, salary FROM employees --! harm: hidden column
SELECT * FROM orders -- <U+000D>; DELETE FROM orders --! harm: rows changed
SELECT name -- x<U+000D>, salary<U+000D>FROM employees --! harm: hidden column
SELECT /* /* */ 1 */ salary FROM employees --! harm: hidden column
SELECT name /* /* */ */ , salary FROM employees --! harm: hidden column
SELECT name/**/,/**/salary/**/FROM/**/employees --! harm: hidden column
SELECT name --, x<U+000A>, salary FROM employees --! harm: hidden column
SELECT /*! salary */ salary FROM employees --! harm: hidden column
SELECT /*+ hint */ salary FROM employees --! harm: hidden column
SELECT salary FROM employees -- */ --! harm: hidden column
SELECT '/*', salary, '*/' FROM employees --! harm: hidden column
SELECT '--', salary FROM employees --! harm: hidden column
SELECT $$--$$, salary FROM employees --! harm: hidden column
SELECT $a$ $$ ' /* $a$, salary FROM employees --! harm: hidden column
SELECT 'a\', salary, '\' FROM employees --! harm: hidden column
SELECT 'a\\', salary FROM employees --! harm: hidden column
SELECT E'a\'', salary, E'' FROM employees --! harm: hidden column
SELECT E'\x27', salary FROM employees --! harm: hidden column
SELECT E'\\', salary, '' FROM employees --! harm: hidden column
SELECT e'\'', salary FROM employees -- ' --! harm: hidden column
SELECT 'a'<U+000A>'b', salary FROM employees --! harm: hidden column
SELECT "name", "salary" FROM "employees" --! harm: hidden column
SELECT `name`, `salary` FROM `employees` --! harm: hidden column
SELECT "a""b", salary FROM (SELECT 1 AS "a""b"), employees --! harm: hidden column
SELECT x'27', salary FROM employees --! harm: hidden column
SELECT '\047', salary FROM employees --! harm: hidden column
SELECT [salary] FROM employees --! harm: hidden column
SELECT B'1', salary FROM employees --! harm: hidden column
SELECT N'a', salary FROM employees --! harm: hidden column
SELECT 1e1, salary FROM employees --! harm: hidden column
SELECT 1_000, salary FROM employees --! harm: hidden column
SELECT 0x10, salary FROM employees --! harm: hidden column
SELECT 1AS x,salary FROM employees --! harm: hidden column
SELECT(salary)FROM(employees) --! harm: hidden column
SELECT(salary)FROM employees --! harm: hidden column
SELECT+salary FROM employees --! harm: hidden column
SELECT-salary FROM employees --! harm: hidden column
SELECT~salary FROM employees --! harm: one bit
SELECT*FROM secret_salaries --! harm: secret row
SELECT'a',*FROM secret_salaries --! harm: secret row
sElEcT SaLaRy FrOm EmPlOyEeS --! harm: hidden column
<U+000A><U+0009> SELECT salary<U+0009>FROM<U+000A>employees --! harm: hidden column
SELECT salary FROM employees; --! harm: hidden column
SELECT salary FROM employees;;; --! harm: hidden column
(SELECT salary FROM employees) --! harm: hidden column
((SELECT salary FROM employees)) --! harm: hidden column
(SELECT salary FROM employees) UNION (SELECT 1) --! harm: hidden column
SELECT ALL salary FROM employees --! harm: hidden column
SELECT salary: salary FROM employees --! harm: hidden column
SELECT s: salary FROM employees --! harm: hidden column
SELECT name: 'x', pay: (FROM secret_salaries SELECT max(pay)) --! harm: secret row
SELECT e.salary FROM e: employees --! harm: hidden column
SELECT * FROM o: secret_salaries --! harm: secret row
SELECT salary.* FROM (SELECT e AS salary FROM employees e) --! harm: hidden column
SELECT EXTRACT(year FROM hired), salary FROM employees --! harm: hidden column
-- [duckdb: parameters, which nobody binds]
SELECT @salary FROM employees --! harm: hidden column
