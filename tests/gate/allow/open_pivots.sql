-- [duckdb: PIVOT that finds its own columns]
pivot orders on status using sum(amount) group by customer_id

pivot (select status, amount from orders) on status using sum(amount)

pivot orders on status

pivot orders on status, quantity using count(*) group by customer_id

select * from (pivot orders on status using sum(amount) group by customer_id) where customer_id = 1

with p as (pivot (select region, ssn, id from customers) on region using count(ssn) group by id) select * from p

from (pivot prices on item using max(price) group by since) select *

pivot orders on year(placed_on) using sum(amount) group by status
