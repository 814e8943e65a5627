-- [duckdb: window frames of every kind]
select status, sum(amount) over (order by "OrderID" rows between unbounded preceding and current row) as running from orders

select "OrderID", avg(amount) over (order by "OrderID" rows between 2 preceding and 1 following) as smooth from orders

select placed_on, sum(amount) over (order by placed_on range between interval 1 month preceding and interval 1 month following) as near from orders where placed_on is not null

select "OrderID", count(*) over (order by quantity groups between 1 preceding and current row) as n from orders

select "OrderID", sum(amount) over (order by "OrderID" rows between unbounded preceding and unbounded following exclude current row) as others from orders

select "OrderID", sum(amount) over (order by "OrderID" rows between 1 preceding and 1 following exclude ties) as x, sum(amount) over (order by quantity groups between 1 preceding and 1 following exclude group) as y from orders

select status, rank() over w as r, dense_rank() over w as d, percent_rank() over w as p, cume_dist() over w as c from orders window w as (partition by status order by amount desc)

select "OrderID", lag(amount) over w, lead(amount, 2, 0) over w, first_value(note) over w, last_value(note) over (w rows between current row and unbounded following), nth_value(amount, 2) over w from orders window w as (order by "OrderID")

select "OrderID", lag(note ignore nulls) over (order by "OrderID") as before, last_value(quantity ignore nulls) over (order by "OrderID") as filled from orders

select status, amount from orders qualify row_number() over (partition by status order by amount desc) = 1

select status, amount, sum(amount) over (partition by status) as total from orders qualify amount >= total * 0.5

select customer_id, sum(amount) as s, rank() over (order by sum(amount) desc) as r from orders group by customer_id qualify r <= 2

select ntile(3) over (order by amount) as third, amount from orders

select status, count(*) filter (where amount > 5) over (partition by status) as big from orders

select "OrderID", count(distinct status) over (order by "OrderID") as kinds from orders

select "OrderID", median(amount) over (order by "OrderID" rows 3 preceding) as m, quantile_cont(amount, 0.9) over (order by "OrderID" rows 3 preceding) as q from orders

select "OrderID", list(status) over (order by "OrderID" rows between 1 preceding and current row) as l from orders

select "OrderID", amount - lag(amount) over (order by "OrderID") as change, amount / nullif(lag(amount) over (order by "OrderID"), 0) - 1 as growth from orders

select amount, amount * 100.0 / sum(amount) over () as share from orders

select "OrderID", row_number() over (partition by status order by placed_on desc nulls last) as rn from orders order by "OrderID"

select "OrderID", sum(amount) over (w1 order by "OrderID") from orders window w1 as (partition by status)

select min(placed_on) over (partition by customer_id) as first_order, date_diff('day', min(placed_on) over (partition by customer_id), placed_on) as days from orders

with s as (select *, placed_on - (row_number() over (order by placed_on))::int as island from orders where placed_on is not null) select island, count(*) from s group by island
