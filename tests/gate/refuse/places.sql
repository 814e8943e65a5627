-- [duckdb: harmful calls in places where nobody looks]
SELECT amount FROM orders ORDER BY (SELECT error(max(pay)::varchar) FROM secret_salaries) --! harm: error leak
SELECT amount FROM orders LIMIT (SELECT nextval('seq')) --! harm: sequence moved
SELECT amount FROM orders LIMIT nextval('seq') --! harm: sequence moved
SELECT amount FROM orders OFFSET (SELECT nextval('seq')) --! harm: sequence moved
SELECT amount FROM orders LIMIT (SELECT error(max(pay)::varchar) FROM secret_salaries) --! harm: error leak
SELECT amount FROM orders LIMIT (SELECT error(content) FROM read_text('notes.txt')) --! harm: error leak
SELECT amount FROM orders LIMIT CASE WHEN (SELECT max(pay) FROM secret_salaries) = 987654 THEN 1 ELSE 2 END --! harm: one bit
SELECT sum(amount) FILTER (WHERE nextval('seq') > 0) FROM orders --! harm: sequence moved
SELECT sum(amount) OVER (ORDER BY "OrderID" ROWS BETWEEN (nextval('seq')) PRECEDING AND CURRENT ROW) FROM orders --! harm: sequence moved
SELECT lead(amount, 1, nextval('seq')) OVER (ORDER BY "OrderID") FROM orders --! harm: sequence moved
SELECT ntile((nextval('seq'))) OVER () FROM orders --! harm: sequence moved
SELECT list_transform([1, 2], lambda x: nextval('seq') + x) --! harm: sequence moved
SELECT list_filter([1, 2], lambda x: nextval('seq') > x) --! harm: sequence moved
SELECT list_reduce([1, 2], lambda a, b: nextval('seq')) --! harm: sequence moved
SELECT [x FOR x IN [1] IF nextval('seq') > 0] --! harm: sequence moved
SELECT list_aggregate([top_pay()], 'max') --! harm: secret row
SELECT list_sort([top_pay()], 'DESC') --! harm: secret row
SELECT * FROM orders PIVOT (max(top_pay()) FOR status IN ('paid')) --! harm: secret row
SELECT * FROM orders PIVOT (sum(nextval('seq')) FOR status IN ('paid')) --! harm: sequence moved
PIVOT orders ON status IN ('paid') USING max(top_pay()) --! harm: secret row
PIVOT orders ON status || top_pay() USING sum(amount) --! harm: secret row
PIVOT (SELECT top_pay() AS p) ON p --! harm: secret row
UNPIVOT (SELECT top_pay() AS p) ON p --! harm: secret row
SELECT * FROM orders UNPIVOT (v FOR k IN (quantity + top_pay() AS q)) --! harm: one bit
VALUES (top_pay()) --! harm: secret row
VALUES (nextval('seq')), (nextval('seq')) --! harm: sequence moved
SELECT * FROM (VALUES (top_pay())) --! harm: secret row
SELECT 1 IN (VALUES (nextval('seq'))) --! harm: sequence moved
SELECT amount FROM orders QUALIFY row_number() OVER () = nextval('seq') --! harm: sequence moved
SELECT amount FROM orders QUALIFY max(top_pay()) OVER () = 987654 --! harm: one bit
SELECT status FROM orders GROUP BY status HAVING max(top_pay()) = 987654 --! harm: one bit
SELECT count(*) FROM orders GROUP BY nextval('seq') --! harm: sequence moved
SELECT count(*) FROM orders GROUP BY ROLLUP (nextval('seq')) --! harm: sequence moved
SELECT * FROM orders JOIN customers ON top_pay() = 987654 --! harm: one bit
SELECT * FROM orders JOIN customers ON nextval('seq') > 0 --! harm: sequence moved
SELECT * FROM orders a LEFT JOIN orders b ON a.amount = b.amount AND top_pay() = 987654 --! harm: one bit
SELECT * FROM orders a ASOF JOIN orders b ON a.placed_on >= b.placed_on + (nextval('seq') * INTERVAL 0 DAY) --! harm: sequence moved
SELECT * FROM orders, LATERAL (SELECT top_pay()) --! harm: secret row
SELECT * FROM orders o, LATERAL (SELECT nextval('seq') + o.quantity) --! harm: sequence moved
SELECT * FROM (SELECT 1 AS t), LATERAL (FROM query('FROM secret_salaries')) --! harm: secret row
SELECT * FROM orders, LATERAL all_pay() --! harm: secret row
SELECT unnest([top_pay()]) --! harm: secret row
SELECT {'a': top_pay()} --! harm: secret row
SELECT {'a': {'b': top_pay()}}.a.b --! harm: secret row
SELECT map {'k': top_pay()} --! harm: secret row
SELECT map {top_pay(): 1} --! harm: secret row
SELECT map([top_pay()], [1]) --! harm: secret row
SELECT [top_pay()][1] --! harm: secret row
SELECT [1, 2, 3][top_pay() - 987652] --! harm: one bit
SELECT 'abc'[top_pay() - 987652:] --! harm: one bit
SELECT CASE WHEN top_pay() = 987654 THEN 1 END --! harm: one bit
SELECT CASE 987654 WHEN top_pay() THEN 1 END --! harm: one bit
SELECT CASE WHEN false THEN 1 ELSE top_pay() END --! harm: secret row
SELECT if(true, top_pay(), 0) --! harm: secret row
SELECT ifnull(NULL, top_pay()) --! harm: secret row
SELECT nullif(top_pay(), 0) --! harm: secret row
SELECT top_pay()::varchar COLLATE nocase --! harm: secret row
SELECT TRY_CAST(top_pay() AS varchar) --! harm: secret row
SELECT top_pay() BETWEEN 900000 AND 999999 --! harm: one bit
SELECT 987654 IN (1, top_pay()) --! harm: one bit
SELECT top_pay() IN (987654) --! harm: one bit
SELECT '987654' LIKE top_pay()::varchar --! harm: one bit
SELECT -top_pay() --! harm: secret row
SELECT INTERVAL (top_pay()) DAY --! harm: secret row
SELECT DATE '2000-01-01' + top_pay()::integer --! harm: one bit
SELECT EXTRACT(day FROM INTERVAL (top_pay()) DAY) --! harm: secret row
SELECT TIMESTAMP '2000-01-01' AT TIME ZONE (CASE WHEN top_pay() = 987654 THEN 'UTC' ELSE 'Asia/Tokyo' END) --! harm: one bit
SELECT position(top_pay()::varchar IN '987654') --! harm: one bit
SELECT substring('abcdef' FROM top_pay() - 987652) --! harm: one bit
SELECT trim(BOTH top_pay()::varchar FROM '9') --! harm: one bit
SELECT overlay('abc' PLACING top_pay()::varchar FROM 1) --! harm: secret row
SELECT * REPLACE (top_pay() AS note) FROM orders --! harm: secret row
SELECT orders.* REPLACE (nextval('seq') AS note) FROM orders --! harm: sequence moved
SELECT DISTINCT ON (nextval('seq')) amount FROM orders --! harm: sequence moved
SELECT string_agg(note, ',' ORDER BY nextval('seq')) FROM orders --! harm: sequence moved
SELECT list(DISTINCT top_pay()) FROM orders --! harm: secret row
SELECT first(top_pay()) FROM orders --! harm: secret row
SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY top_pay()) FROM orders --! harm: secret row
SELECT struct_pack(a := top_pay()).a --! harm: secret row
SELECT union_value(a := top_pay()) --! harm: secret row
SELECT row(top_pay()) --! harm: secret row
SELECT (top_pay(), 1) --! harm: secret row
SELECT concat_ws(',', 1, top_pay()) --! harm: secret row
SELECT upper(top_pay()::varchar) --! harm: secret row
SELECT top_pay().abs() --! harm: secret row
SELECT abs(top_pay()) AS "orders" FROM orders --! harm: secret row
SELECT regexp_replace('x', 'x', top_pay()::varchar) --! harm: secret row
SELECT (SELECT top_pay() FROM orders LIMIT 1) --! harm: secret row
SELECT EXISTS (SELECT 1 WHERE top_pay() = 987654) --! harm: one bit
SELECT ARRAY(SELECT top_pay()) --! harm: secret row
SELECT 1 UNION SELECT top_pay() --! harm: secret row
SELECT 987654 INTERSECT SELECT top_pay() --! harm: one bit
WITH t AS (SELECT top_pay() AS p) SELECT p FROM t --! harm: secret row
WITH RECURSIVE t(n) AS (SELECT top_pay() UNION ALL SELECT n FROM t WHERE n < 0) SELECT * FROM t --! harm: secret row
WITH RECURSIVE t(n) AS (SELECT 1 UNION ALL SELECT top_pay() FROM t WHERE n = 1) SELECT * FROM t --! harm: secret row
SELECT * FROM orders WHERE (amount, top_pay()) = (amount, 987654) --! harm: one bit
FROM orders SELECT top_pay() --! harm: secret row
FROM orders SELECT amount WHERE top_pay() = 987654 --! harm: one bit
SELECT main.my_upper(name) FROM customers --! harm: secret row
SELECT my_upper(name) FROM customers --! harm: secret row
