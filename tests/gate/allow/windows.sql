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
