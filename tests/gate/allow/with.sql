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

with recursive chain as (select id, name, manager_id, 0 as level from employees where manager_id is null union all select e.id, e.name, e.manager_id, c.level + 1 from employees e join chain c on e.manager_id = c.id) select name, level from chain order by level, name

with recursive chart(id, path) as (select id, name from employees where manager_id is null union all select e.id, c.path || ' > ' || e.name from employees e, chart c where e.manager_id = c.id) select path from chart order by path

with recursive days(d) as (select date '2013-01-01' union all select d + interval 1 day from days where d < date '2013-01-31') select d::date as day, count("OrderID") as n from days left join orders on placed_on = d group by d order by d

with recursive fib(n, a, b) as (select 1, 0, 1 union all select n + 1, b, a + b from fib where n < 20) select n, a from fib order by n

with recursive t(n) as (select 1 union all select n + 1 from t where n < 100) select sum(n) from t

with recursive t(n) as (values (1) union select n * 2 from t where n < 1000) select max(n) from t

with recursive months as (select date '2013-01-01' as m union all select (m + interval 1 month)::date from months where m < '2013-06-01') select m, coalesce(sum(amount), 0) as s from months left join orders on date_trunc('month', placed_on) = m group by m order by m

with recursive down as (select 3 as n, 1 as f union all select n - 1, f * n from down where n > 1) select f from down where n = 1

with recursive up(id, boss) as (select id, manager_id from employees where name = 'Noa' union all select e.id, e.manager_id from employees e join up on e.id = up.boss) select count(*) from up

with a as (select status, sum(amount) as s from orders group by status), b as (select max(s) as m from a), c as (select status from a, b where s = m) select * from c

with outer_part as (with inner_part as (select amount from orders where status = 'paid') select sum(amount) as s from inner_part) select s from outer_part

with t as materialized (select * from orders where amount > 5), u as not materialized (select count(*) as n from t) select n from u

with t(a, b) as (select status, amount from orders) select a, max(b) from t group by a

with t as (select 1 as x), u as (select x + 1 as y from t), v as (select y + 1 as z from u) select x, y, z from t, u, v

with paid as (from orders where status = 'paid') from paid select count(*), sum(amount)

select * from (with t as (select amount from orders) select max(amount) as m from t) where m > 1
