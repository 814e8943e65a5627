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

select status, count(*) as n, sum(amount) as s, avg(amount) as a from orders group by status having n > 1 order by s desc

select status, row_number() over (partition by status order by amount) as r, sum(amount) over (order by "OrderID" rows between 1 preceding and current row) as s from orders

select "OrderID", lag(amount) over w as before, first_value(amount) over w as f, ntile(2) over w as h from orders window w as (order by "OrderID")

select sum(amount) over (order by "OrderID" groups between 1 preceding and 1 following exclude ties) as s from orders

with recursive t(n) as (select 1 union all select n + 1 from t where n < 50) select sum(n) as s from t

with recursive days(d) as (select '2013-01-01' union all select date(d, '+1 day') from days where d < '2013-01-31') select d, count("OrderID") as n from days left join orders on placed_on = d group by d order by d

with recursive chain as (select id, name, manager_id, 0 as level from employees where manager_id is null union all select e.id, e.name, e.manager_id, c.level + 1 from employees e join chain c on e.manager_id = c.id) select name, level from chain order by level, name

with recursive fib(n, a, b) as (values (1, 0, 1) union all select n + 1, b, a + b from fib where n < 20) select n, a from fib

with a as (select customer_id, sum(amount) as s from orders group by customer_id), b as materialized (select max(s) as m from a) select customer_id from a, b where s = m

select c.name, o.amount from customers c left join orders o on o.customer_id = c.id

select name from customers c where exists (select 1 from orders o where o.customer_id = c.id and o.amount > 15)

select name from customers where id not in (select customer_id from orders where customer_id is not null)

select name, (select max(amount) from orders where customer_id = id) as biggest from customers

select * from (select id as customer_id, name from customers) natural join (select customer_id, amount from orders)

select customer_id, name, amount from (select id as customer_id, name from customers) join orders using (customer_id)

select e.name, m.name as manager from employees e left join employees m on m.id = e.manager_id order by e.id

select status from orders union select region from customers except select 'void'

select status from orders intersect select 'paid'

values (1, 'a'), (2, 'b')

select * from (values (1, 'a'), (2, 'b'))

select case when amount < 6 then 'small' when amount < 20 then 'middle' else 'large' end as size, count(*) as n from orders group by 1 order by 1

select case status when 'paid' then 1 else 0 end as paid, coalesce(note, 'x') as n, nullif(status, 'void') as s, ifnull(quantity, 0) as q from orders

select strftime('%Y', placed_on) as y, strftime('%m', placed_on) as m, sum(amount) as s from orders group by y, m order by y, m

select date(placed_on, 'start of month') as m, date(placed_on, '+7 days') as w, julianday(placed_on) as j, unixepoch(placed_at) as u from orders

select substr(name, 1, 2) as s, upper(name) as u, length(name) as l, replace(name, 'n', 'm') as r, trim('  x ') as t, instr(name, 'n') as i from customers

select name from customers where name like 'A%' or name glob '*o*' or name between 'C' and 'E'

select cast(amount as integer) as i, cast(quantity as text) || '!' as t, round(amount, 1) as r, amount * 1.0 / 3 as d from orders

select json_extract('{"a": [1, 2]}', '$.a[1]') as x, '{"a": 2}' ->> '$.a' as y, json_array_length('[1, 2]') as n

select "the day", "Net Amount" as "Net (€)", "group", "order" from "sales by day" order by "order"

select "Net Amount" as 销售额 from "sales by day" where "group" = 'x'

select '''; DROP TABLE x; --' as attack, '/* */ -- ;' as noise

select amount -- the amount; drop table orders
from orders /* ; */

select amount from orders where note = 'x'' OR ''1''=''1' or note = '\'

select amount from orders order by amount desc limit 2 offset 1

select distinct status, quantity & 1 as odd from orders

select count(*) filter (where amount > 5) as big, group_concat(distinct status) as kinds, total(amount) as t from orders

select sum(amount) as s, min(placed_on) as a, max(placed_on) as b, count(distinct status) as n from orders where placed_on between '2013-01-01' and '2013-12-31'

select (select count(*) from orders) as n, (select count(*) from customers) as m

select name from customers where id in ({{4999*1, }}2)

select a."OrderID", b."OrderID" as other from orders a, orders b where a."OrderID" < b."OrderID" and a.status = b.status

select iif(amount > 10, 'big', 'small') as size from orders

select max(amount, 10) as m, min(amount, quantity) as n, abs(-amount) as a, amount % 3 as r from orders

select [amount], `status`, "note" from [orders] as o
