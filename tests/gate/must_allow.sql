-- What must pass, each with the text that is run (blanks do not count). A pair is the input, a line `-- becomes` and the
-- output, and an empty line. Each is also run before and after the gate and must give the same rows.

-- [duckdb: names and their spelling]

SELECT * FROM orders
-- becomes
SELECT orders."OrderID" AS "OrderID", orders.customer_id AS customer_id, orders.amount AS amount, orders.status AS status, orders.placed_on AS placed_on, orders.placed_at AS placed_at, orders.quantity AS quantity, orders.note AS note FROM orders LIMIT 101

select ORDERID, Amount from Orders
-- becomes
SELECT orders."OrderID" AS "ORDERID", orders.amount AS "Amount" FROM orders LIMIT 101

select "OrderID", "amount" as "Total Amount" from orders
-- becomes
SELECT orders."OrderID" AS "OrderID", orders.amount AS "Total Amount" FROM orders LIMIT 101

select user, "set", version, 日期 from customers
-- becomes
SELECT customers."user" AS "user", customers."set" AS "set", customers.version AS version, customers."日期" AS "日期" FROM customers LIMIT 101

select c."user", c.set from customers c where c.user = 'ann1'
-- becomes
SELECT c."user" AS "user", c."set" AS "set" FROM customers AS c WHERE c."user" = 'ann1' LIMIT 101

select name as "名称", 日期 from customers where name = '陈'
-- becomes
SELECT customers.name AS "名称", customers."日期" AS "日期" FROM customers WHERE customers.name = '陈' LIMIT 101

select orders.status, orders."OrderID" from main.orders
-- becomes
SELECT orders.status AS status, orders."OrderID" AS "OrderID" FROM orders LIMIT 101

select o.* , c.name from orders o join customers c on c.id = o.customer_id
-- becomes
SELECT o."OrderID" AS "OrderID", o.customer_id AS customer_id, o.amount AS amount, o.status AS status, o.placed_on AS placed_on, o.placed_at AS placed_at, o.quantity AS quantity, o.note AS note, c.name AS name FROM orders AS o JOIN customers AS c ON c.id = o.customer_id LIMIT 101

select o.amount, o2.amount from orders o join orders o2 on o2."OrderID" = o."OrderID" + 1
-- becomes
SELECT o.amount AS amount, o2.amount AS amount_2 FROM orders AS o JOIN orders AS o2 ON o2."OrderID" = o."OrderID" + 1 LIMIT 101

select sum(amount), sum(quantity), sum(amount) from orders
-- becomes
SELECT SUM(orders.amount) AS "sum(amount)", SUM(orders.quantity) AS "sum(quantity)", SUM(orders.amount) AS "sum(amount)_2" FROM orders

select 1 as a, 2 as A, 3 as a_2
-- becomes
SELECT 1 AS a, 2 AS "A_2", 3 AS a_2_2 LIMIT 101

select count(*), max(amount) - min(amount), 'It''s BIG' from orders
-- becomes
SELECT COUNT(*) AS "count(*)", MAX(orders.amount) - MIN(orders.amount) AS "max(amount) - min(amount)", 'It''s BIG' AS "'It''s BIG'" FROM orders LIMIT 101

select customers from (select region as customers from customers)
-- becomes
SELECT _0.customers AS customers FROM ( SELECT customers.region AS customers FROM customers ) AS _0 LIMIT 101

select region, count(*) as customers from customers group by region order by customers desc, region
-- becomes
SELECT customers.region AS region, COUNT(*) AS customers FROM customers GROUP BY customers.region ORDER BY customers DESC, region LIMIT 101

select count(*) as orders from orders order by orders
-- becomes
SELECT COUNT(*) AS orders FROM orders ORDER BY orders

select * exclude (ssn) from customers
-- becomes
SELECT customers.id AS id, customers.name AS name, customers.region AS region, customers."user" AS "user", customers."set" AS "set", customers.version AS version, customers."日期" AS "日期" FROM customers LIMIT 101

select * replace (upper(name) as name) from customers
-- becomes
SELECT customers.id AS id, UPPER(customers.name) AS name, customers.region AS region, customers."user" AS "user", customers."set" AS "set", customers.version AS version, customers."日期" AS "日期", customers.ssn AS ssn FROM customers LIMIT 101

select * rename (name as n) from customers
-- becomes
SELECT customers.id AS id, customers.name AS n, customers.region AS region, customers."user" AS "user", customers."set" AS "set", customers.version AS version, customers."日期" AS "日期", customers.ssn AS ssn FROM customers LIMIT 101

select region as 区, count(*) as 数 from customers group by 区
-- becomes
SELECT customers.region AS "区", COUNT(*) AS "数" FROM customers GROUP BY customers.region LIMIT 101

-- a comment
select /* another */ amount from orders -- and one more
-- becomes
SELECT orders.amount AS amount FROM orders LIMIT 101


-- [duckdb: texts that look like attacks, odd blanks within quotes]

select 'DROP TABLE orders; --' as x, '; DELETE FROM orders' as y from orders
-- becomes
SELECT 'DROP TABLE orders; --' AS x, '; DELETE FROM orders' AS y FROM orders LIMIT 101

select name from customers where name = '陈　x' or name = 'a b' or name = '((((('
-- becomes
SELECT customers.name AS name FROM customers WHERE customers.name = '陈　x' OR customers.name = 'a b' OR customers.name = '(((((' LIMIT 101

select note as "a b" from orders where note = 'it''s'
-- becomes
SELECT orders.note AS "a b" FROM orders WHERE orders.note = 'it''s' LIMIT 101


-- [duckdb: conditions]

select "OrderID" from orders where status in ('paid', 'open') and amount between 1 and 10
-- becomes
SELECT orders."OrderID" AS "OrderID" FROM orders WHERE orders.status IN ('paid', 'open') AND orders.amount BETWEEN 1 AND 10 LIMIT 101

select "OrderID" from orders where note like 'x%' or note ilike 'B' or note not like '%q' or regexp_matches(note, '^a')
-- becomes
SELECT orders."OrderID" AS "OrderID" FROM orders WHERE orders.note LIKE 'x%' OR orders.note ILIKE 'B' OR orders.note NOT LIKE '%q' OR REGEXP_MATCHES(orders.note, '^a') LIMIT 101

select "OrderID" from orders where (customer_id, status) in ((1, 'paid'), (2, 'paid'))
-- becomes
SELECT orders."OrderID" AS "OrderID" FROM orders WHERE (orders.customer_id, orders.status) IN ((1, 'paid'), (2, 'paid')) LIMIT 101

select "OrderID" from orders where note is null or amount is distinct from 5 or not (amount > 5)
-- becomes
SELECT orders."OrderID" AS "OrderID" FROM orders WHERE orders.note IS NULL OR orders.amount IS DISTINCT FROM 5 OR NOT ( orders.amount > 5 ) LIMIT 101

select name from customers where id not in (select customer_id from orders where customer_id is not null)
-- becomes
SELECT customers.name AS name FROM customers WHERE NOT customers.id IN ( SELECT orders.customer_id AS customer_id FROM orders WHERE NOT orders.customer_id IS NULL ) LIMIT 101

select "OrderID" from orders where exists (select 1 from customers c where c.id = customer_id and region = 'EU')
-- becomes
SELECT orders."OrderID" AS "OrderID" FROM orders WHERE EXISTS( SELECT 1 AS "1" FROM customers AS c WHERE c.id = orders.customer_id AND c.region = 'EU' ) LIMIT 101

select "OrderID" from orders where customer_id = any (select id from customers)
-- becomes
SELECT orders."OrderID" AS "OrderID" FROM orders WHERE orders.customer_id = ANY ( SELECT customers.id AS id FROM customers ) LIMIT 101

select name, (select sum(amount) from orders where customer_id = customers.id) as total from customers
-- becomes
SELECT customers.name AS name, ( SELECT SUM(orders.amount) FROM orders WHERE orders.customer_id = customers.id ) AS total FROM customers LIMIT 101

select "OrderID" from orders o where amount > (select avg(amount) from orders i where i.status = o.status)
-- becomes
SELECT o."OrderID" AS "OrderID" FROM orders AS o WHERE o.amount > ( SELECT AVG(i.amount) FROM orders AS i WHERE i.status = o.status ) LIMIT 101


-- [duckdb: groups]

select status, sum(amount) as Total from orders group by 1 having Total > 10 order by Total desc
-- becomes
SELECT orders.status AS status, SUM(orders.amount) AS "Total" FROM orders GROUP BY orders.status HAVING SUM(orders.amount) > 10 ORDER BY "Total" DESC LIMIT 101

select status, count(*) from orders group by all order by all
-- becomes
SELECT orders.status AS status, COUNT(*) AS "count(*)" FROM orders GROUP BY ALL ORDER BY ALL LIMIT 101

select upper(status) as status, count(*) from orders group by status
-- becomes
SELECT UPPER(orders.status) AS status, COUNT(*) AS "count(*)" FROM orders GROUP BY orders.status LIMIT 101

select left(status, 1) as s, count(*) n from orders group by s having n > 1 order by s
-- becomes
SELECT LEFT(orders.status, 1) AS s, COUNT(*) AS n FROM orders GROUP BY LEFT(orders.status, 1) HAVING COUNT(*) > 1 ORDER BY s LIMIT 101

select status, customer_id, count(*) from orders group by grouping sets ((status), (customer_id), ())
-- becomes
SELECT orders.status AS status, orders.customer_id AS customer_id, COUNT(*) AS "count(*)" FROM orders GROUP BY GROUPING SETS ( ( orders.status ), ( orders.customer_id ), () ) LIMIT 101

select grouping(status) as g, status, count(*) from orders group by rollup(status)
-- becomes
SELECT GROUPING(orders.status) AS g, orders.status AS status, COUNT(*) AS "count(*)" FROM orders GROUP BY ROLLUP ( orders.status ) LIMIT 101

select status, customer_id, count(*) from orders group by cube(status, customer_id)
-- becomes
SELECT orders.status AS status, orders.customer_id AS customer_id, COUNT(*) AS "count(*)" FROM orders GROUP BY CUBE ( orders.status, orders.customer_id ) LIMIT 101

select sum(amount) filter (where status = 'paid') as paid from orders
-- becomes
SELECT SUM(orders.amount) FILTER(WHERE orders.status = 'paid') AS paid FROM orders

select sum(case when status = 'paid' then amount else 0 end) / nullif(sum(amount), 0) as share from orders
-- becomes
SELECT SUM(CASE WHEN orders.status = 'paid' THEN orders.amount ELSE 0 END) / NULLIF(SUM(orders.amount), 0) AS share FROM orders

select sum(amount) s, s * 2 as d from orders
-- becomes
SELECT SUM(orders.amount) AS s, SUM(orders.amount) * 2 AS d FROM orders

select year(placed_on) y, sum(amount) s, s - lag(s) over (order by y) d from orders group by y
-- becomes
SELECT YEAR(orders.placed_on) AS y, SUM(orders.amount) AS s, SUM(orders.amount) - LAG(SUM(orders.amount)) OVER (ORDER BY YEAR(orders.placed_on)) AS d FROM orders GROUP BY YEAR(orders.placed_on) LIMIT 101

select distinct on (customer_id) customer_id, amount from orders order by customer_id, amount desc
-- becomes
SELECT DISTINCT ON (customer_id) orders.customer_id AS customer_id, orders.amount AS amount FROM orders ORDER BY customer_id, amount DESC LIMIT 101

select unnest(list(status order by "OrderID")) as status from orders
-- becomes
SELECT UNNEST(ARRAY_AGG(orders.status ORDER BY orders."OrderID")) AS status FROM orders LIMIT 101


-- [duckdb: windows]

select status, amount, row_number() over (partition by status order by amount desc) rn from orders qualify rn = 1
-- becomes
SELECT orders.status AS status, orders.amount AS amount, ROW_NUMBER() OVER (PARTITION BY orders.status ORDER BY orders.amount DESC) AS rn FROM orders QUALIFY ROW_NUMBER() OVER (PARTITION BY orders.status ORDER BY orders.amount DESC) = 1 LIMIT 101

select status, sum(amount) over w from orders window w as (partition by status order by placed_on, "OrderID")
-- becomes
SELECT orders.status AS status, SUM(orders.amount) OVER w AS "sum(amount) OVER w" FROM orders WINDOW w AS (PARTITION BY orders.status ORDER BY orders.placed_on, orders."OrderID") LIMIT 101

select "OrderID", sum(amount) over (order by "OrderID" rows between 2 preceding and current row) as running from orders
-- becomes
SELECT orders."OrderID" AS "OrderID", SUM(orders.amount) OVER (ORDER BY orders."OrderID" rows BETWEEN 2 preceding AND CURRENT ROW) AS running FROM orders LIMIT 101

select status, amount, amount / sum(amount) over (partition by status) as share from orders
-- becomes
SELECT orders.status AS status, orders.amount AS amount, orders.amount / SUM(orders.amount) OVER (PARTITION BY orders.status) AS share FROM orders LIMIT 101


-- [duckdb: WITH]

with t as (select status, amount from orders) select * from t where amount > 5
-- becomes
WITH t AS ( SELECT orders.status AS status, orders.amount AS amount FROM orders ) SELECT t.status AS status, t.amount AS amount FROM t WHERE t.amount > 5 LIMIT 101

with T as (select "OrderID", amount as "Amt" from orders) select * from t
-- becomes
WITH "T" AS ( SELECT orders."OrderID" AS "OrderID", orders.amount AS "Amt" FROM orders ) SELECT "T"."OrderID" AS "OrderID", "T"."Amt" AS "Amt" FROM "T" LIMIT 101

with t(a, b) as (select status, amount from orders) select a, b from t
-- becomes
WITH t AS ( SELECT orders.status AS a, orders.amount AS b FROM orders ) SELECT t.a AS a, t.b AS b FROM t LIMIT 101

with t as (select status as s, amount as a from orders), u as (select s, sum(a) total from t group by s) select * from u order by total
-- becomes
WITH t AS ( SELECT orders.status AS s, orders.amount AS a FROM orders ), u AS ( SELECT t.s AS s, SUM(t.a) AS total FROM t GROUP BY t.s ) SELECT u.s AS s, u.total AS total FROM u ORDER BY u.total LIMIT 101

with recursive n(i) as (select 1 union all select i + 1 from n where i < 5) select i from n
-- becomes
WITH RECURSIVE n(i) AS ( SELECT 1 AS i UNION ALL SELECT n.i + 1 AS i FROM n WHERE n.i < 5 ) SELECT n.i AS i FROM n LIMIT 101

with a as materialized (select amount from orders) select * from a
-- becomes
WITH a AS MATERIALIZED ( SELECT orders.amount AS amount FROM orders ) SELECT a.amount AS amount FROM a LIMIT 101

select * from (with t as (select 1 as x) select * from t)
-- becomes
SELECT _0.x AS x FROM ( WITH t AS ( SELECT 1 AS x ) SELECT t.x AS x FROM t ) AS _0 LIMIT 101


-- [duckdb: set operations, VALUES, FROM first]

select region from customers union select status from orders
-- becomes
SELECT customers.region AS region FROM customers UNION SELECT orders.status AS status FROM orders LIMIT 101

select region from customers union all by name select name, region from customers
-- becomes
SELECT customers.region AS region FROM customers UNION ALL BY NAME SELECT customers.name AS name, customers.region AS region FROM customers LIMIT 101

select region from customers intersect select 'EU'
-- becomes
SELECT customers.region AS region FROM customers INTERSECT SELECT 'EU' AS eu LIMIT 101

(select region from customers order by id limit 2) union all (select status from orders order by "OrderID" limit 1)
-- becomes
( SELECT customers.region AS region FROM customers ORDER BY customers.id LIMIT 2 ) UNION ALL ( SELECT orders.status AS status FROM orders ORDER BY orders."OrderID" LIMIT 1 ) LIMIT 101

select name as N from customers union all select status from orders order by n
-- becomes
SELECT customers.name AS "N" FROM customers UNION ALL SELECT orders.status AS status FROM orders ORDER BY "N" LIMIT 101

values (1, 'a'), (2, 'b')
-- becomes
VALUES (1, 'a'), (2, 'b')

select * from (values (1, 'a'), (2, 'b')) as t(x, y)
-- becomes
SELECT t.x AS x, t.y AS y FROM (VALUES (1, 'a'), (2, 'b')) AS t(x, y) LIMIT 101

select col0 from (values (1, 'a'), (2, 'b')) v
-- becomes
SELECT v.col0 AS col0 FROM (VALUES (1, 'a'), (2, 'b')) AS v(col0, col1) LIMIT 101

from orders
-- becomes
SELECT orders."OrderID" AS "OrderID", orders.customer_id AS customer_id, orders.amount AS amount, orders.status AS status, orders.placed_on AS placed_on, orders.placed_at AS placed_at, orders.quantity AS quantity, orders.note AS note FROM orders LIMIT 101

from orders select status, count(*) group by status
-- becomes
SELECT orders.status AS status, COUNT(*) AS "count(*)" FROM orders GROUP BY orders.status LIMIT 101

table orders
-- becomes
SELECT orders."OrderID" AS "OrderID", orders.customer_id AS customer_id, orders.amount AS amount, orders.status AS status, orders.placed_on AS placed_on, orders.placed_at AS placed_at, orders.quantity AS quantity, orders.note AS note FROM orders LIMIT 101


-- [duckdb: joins]

select o."OrderID", c.name from orders o asof join customers c on o.customer_id = c.id and o.placed_on >= c.日期
-- becomes
SELECT o."OrderID" AS "OrderID", c.name AS name FROM orders AS o ASOF JOIN customers AS c ON o.customer_id = c.id AND o.placed_on >= c."日期" LIMIT 101

select customer_id, name from orders left join (select id as customer_id, name from customers) using (customer_id)
-- becomes
SELECT COALESCE(orders.customer_id, _0.customer_id) AS customer_id, _0.name AS name FROM orders LEFT JOIN ( SELECT customers.id AS customer_id, customers.name AS name FROM customers ) AS _0 ON orders.customer_id = _0.customer_id LIMIT 101

select * from orders natural join (select id as customer_id, name from customers)
-- becomes
SELECT orders."OrderID" AS "OrderID", COALESCE(orders.customer_id, _0.customer_id) AS customer_id, orders.amount AS amount, orders.status AS status, orders.placed_on AS placed_on, orders.placed_at AS placed_at, orders.quantity AS quantity, orders.note AS note, _0.name AS name FROM orders JOIN ( SELECT customers.id AS customer_id, customers.name AS name FROM customers ) AS _0 ON orders.customer_id = _0.customer_id LIMIT 101

select * from orders semi join customers on id = customer_id
-- becomes
SELECT orders."OrderID" AS "OrderID", orders.customer_id AS customer_id, orders.amount AS amount, orders.status AS status, orders.placed_on AS placed_on, orders.placed_at AS placed_at, orders.quantity AS quantity, orders.note AS note FROM orders SEMI JOIN customers ON customers.id = orders.customer_id LIMIT 101

select "OrderID" from orders anti join customers on id = customer_id
-- becomes
SELECT orders."OrderID" AS "OrderID" FROM orders ANTI JOIN customers ON customers.id = orders.customer_id LIMIT 101

select a.customer_id, b.n from orders a full join (select 9 as customer_id, 2 as n) b using (customer_id)
-- becomes
SELECT a.customer_id AS customer_id, b.n AS n FROM orders AS a FULL JOIN ( SELECT 9 AS customer_id, 2 AS n ) AS b ON a.customer_id = b.customer_id LIMIT 101

select c.name, t.amount from customers c, lateral (select amount from orders where customer_id = c.id order by amount desc limit 1) t
-- becomes
SELECT c.name AS name, t.amount AS amount FROM customers AS c, LATERAL ( SELECT orders.amount AS amount FROM orders WHERE orders.customer_id = c.id ORDER BY amount DESC LIMIT 1 ) AS t LIMIT 101

select x, status from orders cross join (select 1 as x)
-- becomes
SELECT _0.x AS x, orders.status AS status FROM orders CROSS JOIN ( SELECT 1 AS x ) AS _0 LIMIT 101


-- [duckdb: lists, structs, JSON]

select o."OrderID", u.part from orders o, unnest(string_split(o.note, ',')) as u(part)
-- becomes
SELECT o."OrderID" AS "OrderID", u.part AS part FROM orders AS o JOIN UNNEST(STR_SPLIT(o.note, ',')) AS u(part) ON TRUE LIMIT 101

select unnest(string_split(note, ',')) as part from orders
-- becomes
SELECT UNNEST(STR_SPLIT(orders.note, ',')) AS part FROM orders LIMIT 101

select s.a from (select {'a': 1} as s)
-- becomes
SELECT _0.s.a AS a FROM ( SELECT {'a': 1} AS s ) AS _0 LIMIT 101

select list_filter(list(amount order by amount), lambda x : x > 6) as big from orders
-- becomes
SELECT LIST_FILTER(ARRAY_AGG(orders.amount ORDER BY orders.amount), LAMBDA x : x > 6) AS big FROM orders

select key, value from json_each('{"a":1}')
-- becomes
SELECT _0.key AS key, _0.value AS value FROM JSON_EACH('{"a":1}') AS _0 LIMIT 101

select c.name, j.value from customers c, json_each('[1, 2]') j
-- becomes
SELECT c.name AS name, j.value AS value FROM customers AS c, JSON_EACH('[1, 2]') AS j LIMIT 101


-- [duckdb: made-up series]

select * from generate_series(1, 5) as t(i)
-- becomes
SELECT t.i AS i FROM GENERATE_SERIES(1, 5) AS t(i) LIMIT 101

select range from range(3)
-- becomes
SELECT _0.range AS range FROM RANGE(0, 3) AS _0 LIMIT 101

select unnest(generate_series(date '2013-01-01', date '2013-01-05', interval 1 day)) as d
-- becomes
SELECT UNNEST( GENERATE_SERIES(CAST('2013-01-01' AS DATE), CAST('2013-01-05' AS DATE), INTERVAL '1' DAY) ) AS d LIMIT 101

select d.day, count("OrderID") as n from generate_series(timestamp '2013-01-01', timestamp '2013-01-20', interval '1 day') as d(day) left join orders on placed_on = d.day group by 1
-- becomes
SELECT d.day AS day, COUNT(orders."OrderID") AS n FROM GENERATE_SERIES(CAST('2013-01-01' AS TIMESTAMP), CAST('2013-01-20' AS TIMESTAMP), INTERVAL '1' DAY) AS d(day) LEFT JOIN orders ON orders.placed_on = d.day GROUP BY d.day LIMIT 101


-- [duckdb: PIVOT]

select * from orders pivot (sum(amount) for status in ('paid', 'open'))
-- becomes
SELECT _0."OrderID" AS "OrderID", _0.customer_id AS customer_id, _0.placed_on AS placed_on, _0.placed_at AS placed_at, _0.quantity AS quantity, _0.note AS note, _0.paid AS paid, _0.open AS open FROM orders PIVOT(SUM(amount) FOR status IN ('paid', 'open')) AS _0 LIMIT 101

select * from (select customer_id, status, amount from orders) pivot (sum(amount) for status in ('paid' as p, 'open' as o))
-- becomes
SELECT _1.customer_id AS customer_id, _1.p AS p, _1.o AS o FROM ( SELECT orders.customer_id AS customer_id, orders.status AS status, orders.amount AS amount FROM orders ) AS _0 PIVOT(SUM(amount) FOR status IN ('paid' AS p, 'open' AS o)) AS _1 LIMIT 101

pivot orders on status in ('paid', 'open') using sum(amount) group by customer_id
-- becomes
SELECT _1.customer_id AS customer_id, _1.paid AS paid, _1.open AS open FROM ( SELECT orders.customer_id AS customer_id, orders.status AS status, orders.amount AS amount FROM orders ) AS _0 PIVOT(SUM(amount) FOR status IN ('paid', 'open')) AS _1 LIMIT 101

with p as (pivot orders on status in ('paid', 'open') using sum(amount) as s, count(*) as n group by customer_id) select customer_id, paid_s from p
-- becomes
WITH p AS ( SELECT _1.customer_id AS customer_id, _1.paid_s AS paid_s, _1.paid_n AS paid_n, _1.open_s AS open_s, _1.open_n AS open_n FROM ( SELECT orders.customer_id AS customer_id, orders.status AS status, orders.amount AS amount FROM orders ) AS _0 PIVOT(SUM(amount) AS s, COUNT(*) AS n FOR status IN ('paid', 'open')) AS _1 ) SELECT p.customer_id AS customer_id, p.paid_s AS paid_s FROM p LIMIT 101

select * from (select id, "set" from customers) unpivot (v for k in (id, "set"))
-- becomes
SELECT _1.k AS k, _1.v AS v FROM ( SELECT customers.id AS id, customers."set" AS "set" FROM customers ) AS _0 UNPIVOT(v FOR k IN (id, "set")) AS _1 LIMIT 101


-- [sqlite: what SQLite people write]

select "OrderID", `amount`, [status] from orders
-- becomes
SELECT orders."OrderID" AS "OrderID", orders.amount AS amount, orders.status AS status FROM orders LIMIT 101

select strftime('%Y-%m', placed_on) m, sum(amount) from orders group by m
-- becomes
SELECT STRFTIME('%Y-%m', orders.placed_on) AS m, SUM(orders.amount) AS "sum(amount)" FROM orders GROUP BY STRFTIME('%Y-%m', orders.placed_on) LIMIT 101

select date(placed_on, 'start of month', '+1 month') as d, julianday('2014-01-01') - julianday(placed_on) as n from orders
-- becomes
SELECT DATE(orders.placed_on, 'start of month', '+1 month') AS d, JULIANDAY('2014-01-01') - JULIANDAY(orders.placed_on) AS n FROM orders LIMIT 101

select name || ' (' || coalesce(region, '?') || ')' as label from customers where name like 'a%'
-- becomes
SELECT customers.name || ' (' || COALESCE(customers.region, '?') || ')' AS label FROM customers WHERE customers.name LIKE 'a%' LIMIT 101

select group_concat(status, '; ') as all_of_them from orders
-- becomes
SELECT GROUP_CONCAT(orders.status, '; ') AS all_of_them FROM orders

select max(id, 2) as m from customers
-- becomes
SELECT MAX(customers.id, 2) AS m FROM customers LIMIT 101

select iif(amount > 10, 'big', 'small') as size, count(*) as n from orders group by size
-- becomes
SELECT IIF(orders.amount > 10, 'big', 'small') AS size, COUNT(*) AS n FROM orders GROUP BY IIF(orders.amount > 10, 'big', 'small') LIMIT 101

select date_trunc('month', placed_on) as m, count(*) from orders group by date_trunc('month', placed_on) order by m
-- becomes
SELECT DATE_TRUNC('MONTH', orders.placed_on) AS m, COUNT(*) AS "count(*)" FROM orders GROUP BY DATE_TRUNC('MONTH', orders.placed_on) ORDER BY m LIMIT 101

select date_diff('day', placed_on, '2014-01-01') as days, date_part('isodow', placed_on) as w from orders
-- becomes
SELECT DATE_DIFF('day', orders.placed_on, '2014-01-01') AS days, DATE_PART('isodow', orders.placed_on) AS w FROM orders LIMIT 101

select median(amount) as m, quantile_cont(amount, 0.25) as q, arg_max(status, amount) as s from orders
-- becomes
SELECT MEDIAN(orders.amount) AS m, QUANTILE_CONT(orders.amount, 0.25) AS q, ARG_MAX(orders.status, orders.amount) AS s FROM orders LIMIT 101

select status, amount, max(placed_on) from orders group by status
-- becomes
SELECT orders.status AS status, orders.amount AS amount, MAX(orders.placed_on) AS "max(placed_on)" FROM orders GROUP BY orders.status LIMIT 101

select user, "set", version, 日期 from customers
-- becomes
SELECT customers."user" AS "user", customers."set" AS "set", customers.version AS version, customers."日期" AS "日期" FROM customers LIMIT 101

select "OrderID" from orders order by amount limit 1, 2
-- becomes
SELECT orders."OrderID" AS "OrderID" FROM orders ORDER BY orders.amount LIMIT 2 OFFSET 1

select value from json_each('[1, 2, 3]')
-- becomes
SELECT _0.value AS value FROM JSON_EACH('[1, 2, 3]') AS _0 LIMIT 101

with recursive n(i) as (select 1 union all select i + 1 from n where i < 5) select i from n
-- becomes
WITH RECURSIVE n(i) AS ( SELECT 1 AS i UNION ALL SELECT n.i + 1 AS i FROM n WHERE n.i < 5 ) SELECT n.i AS i FROM n LIMIT 101

select upper(status) as status, count(*) from orders group by status
-- becomes
SELECT UPPER(orders.status) AS status, COUNT(*) AS "count(*)" FROM orders GROUP BY orders.status LIMIT 101

select name from customers where region collate nocase = 'eu'
-- becomes
SELECT customers.name AS name FROM customers WHERE customers.region COLLATE nocase = 'eu' LIMIT 101

values (1, 2), (3, 4)
-- becomes
VALUES (1, 2), (3, 4)

select column1 from (values (1, 2), (3, 4))
-- becomes
SELECT _0.column1 AS column1 FROM ( SELECT 1 AS column1, 2 AS column2 UNION ALL SELECT 3 AS column1, 4 AS column2 ) AS _0 LIMIT 101

with v(a, b) as (values (1, 'x'), (2, 'y')) select b from v where a = 2
-- becomes
WITH v AS ( SELECT _values.column1 AS a, _values.column2 AS b FROM ( SELECT 1 AS column1, 'x' AS column2 UNION ALL SELECT 2 AS column1, 'y' AS column2 ) AS _values ) SELECT v.b AS b FROM v WHERE v.a = 2 LIMIT 101

select "OrderID" from orders where (customer_id, status) in (values (1, 'paid'))
-- becomes
SELECT orders."OrderID" AS "OrderID" FROM orders WHERE (orders.customer_id, orders.status) IN (SELECT 1 AS column1, 'paid' AS column2) LIMIT 101
