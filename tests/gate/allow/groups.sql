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

select status, customer_id, sum(amount) from orders group by grouping sets ((status), (customer_id), ())

select status, quantity, count(*), grouping(status, quantity) as g from orders group by cube (status, quantity)

select year(placed_on) as y, month(placed_on) as m, sum(amount) from orders group by rollup (y, m)

select status, customer_id, sum(amount) from orders group by rollup (status), customer_id

select status, region, year(placed_on) as y, sum(amount) from orders left join customers on id = customer_id group by cube (status, region, y)

select status, sum(amount) from orders group by all order by all

select status, region, count(*) from orders left join customers on id = customer_id group by all order by all desc nulls first

select status, count(*) from orders group by 1 order by 2 desc, 1

select upper(status) as s, sum(amount) as total from orders where s <> 'VOID' group by s having total > 5 order by total desc

select amount * 2 as double_amount from orders where double_amount > 15

select amount * 2 as a, a + 1 as b, b * 10 as c from orders

select status, count(*) as n from orders group by status having n > 1

select status, sum(amount) filter (where quantity > 1) as big, count(*) filter (quantity = 1) as single from orders group by status

select status, string_agg(note, ', ' order by "OrderID" desc) as notes, list(amount order by amount) as amounts from orders group by status

select status, median(amount), quantile_cont(amount, [0.25, 0.5, 0.75]), percentile_cont(0.9) within group (order by amount), mode(quantity order by quantity) from orders group by status

select arg_max(note, amount) as best, arg_min("OrderID", amount) as least, max_by(status, amount), max(amount, 2) as top_two from orders

select distinct on (status) status, amount from orders order by status, amount desc

select count(distinct status), count(distinct (status, quantity)), approx_count_distinct(status) from orders

select corr(amount, quantity), regr_slope(amount, quantity), stddev(amount), entropy(status), skewness(amount) from orders

select histogram(quantity) as h from orders

select bool_and(amount > 0) as all_positive, bool_or(status = 'void') as any_void, bit_or(quantity) as bits, product(quantity) as p from orders

select any_value(region) as r, first(name order by id) as f, last(name order by id) as l from customers

select status, sum(amount) / sum(sum(amount)) over () as share from orders group by status

select date_trunc('month', placed_on) as m, sum(amount) as s, sum(sum(amount)) over (order by date_trunc('month', placed_on)) as running from orders group by 1 order by 1

select case when amount < 6 then 'small' when amount < 20 then 'middle' else 'large' end as size, count(*), avg(amount) from orders group by size order by size

select count_if(amount > 5), sum(if(status = 'paid', amount, 0)), avg(case when status = 'paid' then amount end) from orders

select "group", sum("Net Amount") as "Total Net", max("order") from "sales by day" group by "group" order by "group"
