-- [duckdb: PIVOT]

select * from orders pivot (sum(amount) for status in ('paid', 'open'))
-- becomes
SELECT _1."OrderID" AS "OrderID", _1.customer_id AS customer_id, _1.placed_on AS placed_on, _1.placed_at AS placed_at, _1.quantity AS quantity, _1.note AS note, _1.paid AS paid, _1.open AS open FROM ( SELECT orders."OrderID" AS "OrderID", orders.customer_id AS customer_id, orders.amount AS amount, orders.status AS status, orders.placed_on AS placed_on, orders.placed_at AS placed_at, orders.quantity AS quantity, orders.note AS note FROM orders ) AS _0 PIVOT(SUM(amount) FOR status IN ('paid', 'open')) AS _1 LIMIT 101

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

pivot orders on status in ('paid', 'open') using sum(amount) group by customer_id

pivot orders on status in ('paid', 'open', 'void') using sum(amount) as total, count(*) as n group by customer_id

pivot (select status, year(placed_on) as y, amount from orders) on y in (2013) using sum(amount) group by status

from (pivot orders on status in ('paid') using sum(amount) group by customer_id) where customer_id is not null

with p as (pivot orders on status in ('paid', 'open') using count(*) group by customer_id) select * from p

select * from (pivot orders on status in ('paid', 'open') using sum(amount) group by customer_id) order by customer_id

select * from (select customer_id, status, amount from orders) pivot (sum(amount) as s for status in ('paid' as p, 'open' as o) group by customer_id)

select * from (select status, amount, quantity from orders) pivot (sum(amount) for quantity in (1, 2, 3) status in ('paid', 'open'))

unpivot (select "OrderID", amount::double as amount, quantity::double as quantity from orders) on amount, quantity into name measure value v

unpivot customers on name, region into name what value v

unpivot (select id, name, region from customers) on name, region

unpivot (select "OrderID" as k, quantity, customer_id from orders) on columns(* exclude (k)) into name what value v

unpivot (from customers select id, name, region) on (name, region) as pair into name what value a, b

select * from (select id, name, region from customers) unpivot (v for k in (name, region))

select * from (select id, name, region from customers) unpivot include nulls (v for k in (name as n, region as r)) order by id, k

select k, count(v) from (select id, name, region from customers) unpivot (v for k in (name, region)) group by k

from (unpivot (select id, name, region from customers) on name, region into name k value v) select k, v where v is not null
