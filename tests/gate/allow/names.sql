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

select * exclude (note, placed_at) from orders

select * exclude note from orders

select o.* exclude ("OrderID") from orders o

select * replace (amount / 10 as amount, upper(status) as status) from orders

select * rename (amount as money, note as remark) from orders

select * exclude (note) replace (lower(status) as status) from orders

select "the day", "Net Amount", "group", "order" from "sales by day" order by "order"

select s."Net Amount" as "Net (€)", s."order" + 1 as "next order" from "sales by day" as s

select "Net Amount" as 销售额, "the day" as 日期 from "sales by day"

select name as "select", region as "from", id as "where" from customers

select amount as "a""b", status as "x;y", note as "it's" from orders

select c.日期 as d from customers as c where c.日期 is not null

select orders.amount from orders as orders

select amount AmT, status as "STATUS" from ORDERS

select total: amount, kind: upper(status) from orders

select count(*) as "count", sum(amount) as sum, max(amount) as max from orders

select 客户.name from customers as 客户 join orders as 订单 on 订单.customer_id = 客户.id

select main.orders.amount from main.orders

select g, h from customers as t(a, b, c, d, e, f, g, h)

select t.a, sum(t.c) as s from orders t(a, b, c) group by t.a
