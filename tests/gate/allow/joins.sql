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

select o."OrderID", p.price from orders o asof join prices p on o.note = p.item and o.placed_on >= p.since

select o."OrderID", p.price from orders o asof left join prices p on o.note = p.item and p.since <= o.placed_on order by 1

select o."OrderID", p.price from (select *, note as item from orders) o asof join (select item, since as placed_on, price from prices) p using (item, placed_on)

select a.name, b.item from (select name from customers order by id) a positional join (select item from prices order by since) b

select name from customers c semi join orders o on o.customer_id = c.id

select name from customers anti join orders on customer_id = id

select * from (select id as customer_id, name from customers) natural join (select customer_id, amount from orders)

select customer_id, name, amount from (select id as customer_id, name from customers) join orders using (customer_id)

select a."OrderID", b."OrderID" from orders a cross join orders b where a."OrderID" < b."OrderID" and a.status = b.status

select e.name, m.name as manager from employees e left join employees m on m.id = e.manager_id order by e.id

select c.name, o.amount from customers c full outer join orders o on o.customer_id = c.id

select c.name, x.total from customers c, lateral (select sum(amount) as total from orders o where o.customer_id = c.id) x

select c.name, x.amount from customers c left join lateral (select amount from orders o where o.customer_id = c.id order by amount desc limit 1) x on true

select c.name, (select max(amount) from orders o where o.customer_id = c.id) as biggest from customers c

select name from customers c where exists (select 1 from orders o where o.customer_id = c.id and o.amount > 15)

select name from customers where id not in (select customer_id from orders where customer_id is not null)

select name from customers where id = any (select customer_id from orders where amount > 15)

select amount from orders where amount >= all (select amount from orders where status = 'paid')

select "OrderID" from orders where (customer_id, status) in (select customer_id, status from orders where amount > 10)

select amount from orders o where amount > (select avg(amount) from orders i where i.status = o.status)

select name, coalesce(n, 0) as n from customers left join (select customer_id, count(*) as n from orders group by 1) using_orders on customer_id = id

select * from prices a join prices b on a.item = b.item and a.since < b.since

select count(*) from orders, customers, prices where note = item

select o."OrderID", c.name, m.name as boss from orders o join customers c on c.id = o.customer_id left join employees e on e.id = c.id left join employees m on m.id = e.manager_id

select * exclude (ssn) from customers right join orders on orders.customer_id = customers.id

select e.* from (select id, name, team from employees) e where e.team = 'a'

select employees.id, employees.* exclude (id, name) from (select id, name, team, hired from employees) employees

select team, count(*) as n, min(hired) as first_hired from employees group by team order by team
