-- [duckdb: refused, or written so that nothing hidden comes out]
SELECT * FROM employees PIVOT (max(id) FOR team IN ('a')) --! harm: hidden column
SELECT * FROM employees t(a, b, c) --! harm: hidden column
SELECT n FROM (SELECT NULL, NULL, NULL, NULL, NULL, 1 UNION ALL SELECT * FROM employees) t(a, b, c, d, e, n) --! harm: hidden column
SELECT * FROM (SELECT '1' a, '2' b, '3' c, '4' d, '5' e, '6' f) UNION ALL FROM employees --! harm: hidden column
SELECT * FROM (FROM (VALUES (0, '', '', 0, NULL, 0)) UNION FROM employees) t(a, b, c, d, e, f) WHERE f > 1 --! harm: hidden column
SELECT name "salary", salary "name" FROM employees --! harm: hidden column
SELECT * FROM employees --! harm: hidden column
FROM employees --! harm: hidden column
TABLE employees --! harm: hidden column
SELECT e.* FROM employees e --! harm: hidden column
SELECT * FROM employees ORDER BY ALL --! harm: hidden column
SELECT DISTINCT * FROM employees --! harm: hidden column
SELECT * FROM employees JOIN orders ON true --! harm: hidden column
SELECT * EXCLUDE (name) FROM employees --! harm: hidden column
SELECT * FROM (FROM employees) --! harm: hidden column
WITH t AS (FROM employees) FROM t --! harm: hidden column
PIVOT employees ON team IN ('a') USING count(*) --! harm: hidden column
UNPIVOT employees ON name, team INTO NAME n VALUE v --! harm: hidden column
UNPIVOT employees ON COLUMNS(* EXCLUDE (id, name, team, manager_id, hired)) --! harm: hidden column
SELECT * FROM employees a NATURAL JOIN employees b --! harm: hidden column
SELECT * FROM employees GROUP BY ALL --! harm: hidden column
SELECT * FROM employees a LEFT JOIN employees b USING (id) --! harm: hidden column
SELECT * REPLACE (1 AS id) FROM employees --! harm: hidden column
SELECT * FROM employees UNION SELECT * FROM employees --! harm: hidden column
-- [sqlite: refused, or written so that nothing hidden comes out]
SELECT f.* FROM (SELECT 1 AS a, 2 AS b, 3 AS c, 4 AS d, 5 AS e, 6 AS f UNION ALL SELECT * FROM employees) f --! harm: hidden column
SELECT max(f) FROM (SELECT 1 AS a, 2 AS b, 3 AS c, 4 AS d, 5 AS e, 6 AS f UNION ALL SELECT * FROM employees) --! harm: hidden column
SELECT * FROM employees --! harm: hidden column
SELECT e.* FROM employees e, orders --! harm: hidden column
SELECT * FROM (SELECT * FROM employees) --! harm: hidden column
SELECT * FROM employees a NATURAL JOIN employees b --! harm: hidden column
