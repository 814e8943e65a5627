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

select status as a, amount as b from orders union all by name select amount as b, status as a from orders where amount > 10

select name, region from customers union by name select name, team from employees

select status from orders intersect select 'paid' order by 1

select status from orders except all select 'paid'

(select amount from orders order by amount desc limit 2) union all (select amount from orders order by amount limit 2)

select 1 as x union select 2 union all select 2 order by x desc limit 2

from orders

from orders select status, amount where amount > 5 order by amount

from orders o join customers c on c.id = o.customer_id select c.name, o.amount

from (from orders where status = 'paid') select avg(amount)

values (1, 'a'), (2, 'b')

select * from (values (1, 'a'), (2, 'b')) t(n, s) where n > 1

from (values (1), (2), (3)) t(x) select sum(x)

table prices

select status, amount from orders order by amount desc nulls last limit 3 offset 1

select * from prices order by all

select status from orders union select region from customers except select 'void'
