-- What analysts write, one statement a line. Under a policy each must give what it gives on a copy that holds no more than
-- the role may see: rows, names, sentence, refusal. Rows whose order the statement leaves open are compared as a set.

-- [both: stars]
select * from customers
select * from orders order by order_id
select c.* from customers c order by c.id
select * from customers as people where id < 20
select o.*, 1 as one from orders o where order_id between 10 and 20 order by order_id
select customers.* from customers join orders on orders.order_id = customers.id
select * from (select * from customers) t
select * from (select * from orders where total > 3500000) big order by order_id
select * from customers, regions where customers.id = 3
select * from order_items where quantity > 3 order by order_id, line_no
select * from employees
select * from payroll
select * from grants
select * from regions
select * from "Order Notes"
select * from wallet_cards
select * from totals
select * from staff_pay

-- [both: counts]
select count(*) from customers
select count(*) from orders
select count(*) as n, count(customer_id) as known, count(distinct customer_id) as people from orders
select count(*) from order_items
select count(*) from employees
select count(*) from payroll
select count(*) from grants
select count(*) from customers where birthday is null
select count(phone), count(distinct phone) from customers
select count(name), count(email), count(code) from customers
select (select count(*) from customers) as c, (select count(*) from orders) as o
select count(*) from customers c cross join regions r
select count(*) from totals
select count(*) from wallet_cards

-- [both: groups]
select region, count(*) as n from customers group by region order by n desc, region
select status, count(*) as n, sum(total) as total from orders group by status order by status
select region, status, avg(total) as mean from orders group by region, status order by 1, 2
select vip, count(*) from customers group by vip
select salary_band, count(*) from customers group by salary_band order by 1
select region, sum(internal_cost) from orders group by region
select status from orders group by status having count(*) > 10
select region, max(total) - min(total) as spread from orders group by 1 having max(total) > 3400000 order by 2
select customer_id, count(*) as n from orders where customer_id is not null group by customer_id order by n desc, customer_id limit 5
select count(*) filter (where vip) as vips, count(*) as n from customers
select sum(case when status = 'paid' then total else 0 end) as paid from orders
select min(birthday), max(birthday) from customers
select min(placed_on), max(placed_on), min(placed_at) from orders
select product, sum(quantity) as sold from order_items group by product order by sold desc, product
select avg(salary), count(salary) from employees
select phone, count(*) as n from customers group by phone having count(*) > 1 order by phone
select distinct region from customers order by region
select distinct status, region from orders
select count(distinct name), count(distinct phone), count(distinct region) from customers
select substr(name, 1, 1) as letter, count(*) from customers group by 1 order by 1
select length(name) as n, count(*) from customers group by 1 order by 1

-- [both: joins]
select c.id, o.order_id from customers c join orders o on o.customer_id = c.id order by 2
select c.id, count(o.order_id) as n from customers c left join orders o on o.customer_id = c.id group by c.id order by c.id
select c.id from customers c left join orders o on o.customer_id = c.id where o.order_id is null order by 1
select count(*) from orders o left join customers c on c.id = o.customer_id where c.id is null
select o.order_id, c.id from orders o full join customers c on c.id = o.customer_id
select o.order_id, i.line_no, i.price from orders o join order_items i using (order_id) order by 1, 2 limit 30
select order_id, sum(quantity) from orders natural join order_items group by order_id order by 1
select region, count(*) from customers join regions using (region) group by region
select a.id, b.id from customers a join customers b on a.phone = b.phone and a.id < b.id order by 1, 2
select e.name, m.name as boss from employees e left join employees m on m.emp_id = e.manager_id order by e.emp_id
select e.emp_id, p.month from employees e join payroll p on p.emp_id = e.emp_id order by 1, 2
select c.id, k.name from customers c join wallet_cards k on k.id = c.id order by 1
select count(*) from customers a, customers b where a.region = b.region
select o.order_id, n."note id" from orders o join "Order Notes" n on n.order_id = o.order_id order by 1
select c.id, t.total from customers c join totals t on t.customer_id = c.id order by 1
select x.order_id, y.order_id from orders x join orders y on y.placed_on = x.placed_on and y.order_id > x.order_id
select c.id from customers c right join orders o on o.customer_id = c.id where o.order_id < 12
select c.name, o.total from (select id, name from customers where id < 30) c join (select customer_id, total from orders) o on o.customer_id = c.id order by o.total

-- [both: conditions]
select id from customers where name like 'A%' order by id
select id from customers where name = 'Ann'
select id from customers where name is null
select id, name from customers where name like '%***%' order by id
select id from customers where phone in (select phone from customers where id in (7, 26))
select order_id from orders where status = 'paid' and discount > 0.1 order by 1
select order_id from orders where placed_on >= '2024-01-01' and placed_on < '2024-02-01' order by 1
select order_id from orders where region = 'EU' or region is null order by 1
select order_id from orders where not (region = 'EU') order by 1
select id from customers where "credit limit" > 1700000 order by 1
select id from customers where id in (select customer_id from orders where total > 4000000) order by 1
select id from customers where id not in (select customer_id from orders where customer_id is not null) order by 1
select id from customers c where exists (select 1 from orders o where o.customer_id = c.id and o.status = 'void') order by 1
select id from customers c where not exists (select 1 from orders o where o.customer_id = c.id) order by 1
select order_id from orders o where total > (select avg(total) from orders i where i.region = o.region) order by 1
select order_id, (select count(*) from order_items i where i.order_id = o.order_id) as lines from orders o order by 1
select c.id, (select max(o.total) from orders o where o.customer_id = c.id) as best from customers c order by 1
select id, coalesce(name, 'nobody') as who, nullif(region, 'EU') as abroad from customers order by id
select id, case when name is null then 'no' when length(name) > 5 then 'long' else 'short' end as kind from customers order by id
select emp_id from employees where manager_id = 1 and hired > '2011-01-01' order by 1

-- [both: order and limits]
select id, name from customers order by name, id
select id from customers order by phone, id
select id, region from customers order by region nulls last, id desc limit 10 offset 5
select order_id, total from orders order by total desc limit 3
select order_id from orders order by status, order_id limit 10
select id, birthday from customers order by birthday, id
select id, points from customers order by points desc, id
select id from customers order by length(name), id limit 7
select (select max(o.total) from orders o where o.customer_id = c.id) from customers c order by 1
select id, (select 1) from customers order by 2, 1
select id from customers where points in (select max(points) from customers)

-- [both: CTEs and sets]
with c as (select * from customers where id < 25) select count(*), min(id), max(id) from c
with a as (select region, sum(total) t from orders group by region), b as (select max(t) m from a) select a.region from a, b where a.t = b.m
with recursive tree(emp_id, depth) as (select emp_id, 0 from employees where manager_id is null union all select e.emp_id, t.depth + 1 from employees e join tree t on e.manager_id = t.emp_id where t.depth < 9) select depth, count(*) from tree group by depth order by depth
with paid as (select customer_id, total from orders where status = 'paid') select customer_id, sum(total) from paid group by 1 order by 1
select id from customers union select order_id from orders order by 1
select region from customers union all select region from orders
select id from customers intersect select customer_id from orders order by 1
select customer_id from orders except select id from customers order by 1
select 'customers' as kind, count(*) as n from customers union all select 'orders', count(*) from orders order by 1
values (1, 'a'), (2, 'b')
select 1 as one

-- [both: windows]
select order_id, sum(total) over (order by order_id) as running from orders order by 1
select order_id, row_number() over (partition by region order by total desc) as place from orders order by 1
select order_id, total - lag(total) over (order by order_id) as step from orders order by 1
select order_id, rank() over (order by status) as r, count(*) over () as n from orders order by 1
select * from (select order_id, region, row_number() over (partition by region order by total desc) as rn from orders) t where rn <= 2 order by region, rn
select order_id, avg(total) over (order by order_id rows between 3 preceding and current row) as moving from orders order by 1
select id, first_value(name) over (order by id) as first_name, ntile(4) over (order by id) as part from customers order by id
select region, count(*) as n, sum(count(*)) over () as everybody from customers group by region order by n, region
select order_id, percent_rank() over (order by total) as pr from orders order by total limit 5

-- [both: names]
select "Order Notes"."note id" as "the note", "文本" from "Order Notes" order by 1
select n."select" from "Order Notes" n order by 1
select ID, Region from Customers order by ID
select "credit limit" as "Credit Limit (€)" from customers order by 1
select c.id as "select", c.region as "名称" from customers as c order by 1
select id as x, x + 1 as y from customers order by 1
select main.customers.id from main.customers order by 1
select custmers.id from customers
select naem from customers
select id from custmers
select ssn from customers
select salary from employees order by 1
select internal_cost from orders
select amount from payrol
select c.ssm from customers c
select x.id from customers c
select region, total from orders group by region
select nonsense(id) from customers

-- [duckdb: shorthand]
from customers
from orders select order_id, total where order_id < 5
select * exclude (name) from customers
select * exclude (ssn) from customers
select * exclude (nothing) from customers
select * replace (upper(region) as region) from customers
select * replace (1 as ssn) from customers
select columns('.*id') from orders order by all
select columns(*) from customers
select columns(c -> c like '%n%') from customers
select columns('s.*n') from customers
select min(columns(*)) from orders
select * like '%s%' from customers
select region, count(*) from customers group by all order by all
select id from customers order by all desc
select distinct on (region) region, order_id from orders order by region, order_id
select * from customers t(a, b, c)
select a from customers t(a, b, c) order by 1
select t.g from customers as t(a, b, c, d, e, f, g)
select id, region from customers qualify row_number() over (partition by region order by id) = 1 order by id
select order_id, lag(total, 1) over w as before from orders window w as (order by order_id) order by 1

-- [duckdb: shapes]
pivot orders on status using sum(total) group by region
pivot orders on region using count(*)
pivot orders on region in ('EU', 'US') using sum(total) group by status
select * from (pivot orders on status using count(*) group by region) order by region
pivot customers on vip using count(*) group by region
unpivot (select order_id, total, discount::decimal(12,2) as discount from orders) on total, discount into name what value v
unpivot customers on name, region into name n value v
unpivot regions on columns(* exclude (region)) into name n value v
select region, status, count(*) from orders group by rollup (region, status) order by all
select region, status, count(*) from orders group by cube (region, status) order by all
select region, status, sum(total), grouping(region) from orders group by grouping sets ((region), (status), ()) order by all
select c.id, t.order_id from customers c, lateral (select order_id from orders o where o.customer_id = c.id order by total desc limit 1) t order by 1
select c.id from customers c semi join orders o on o.customer_id = c.id order by 1
select c.id from customers c anti join orders o on o.customer_id = c.id order by 1
select o.order_id, e.emp_id from orders o asof join employees e on o.placed_on >= e.hired order by 1
select a.id, b.order_id from (select id from customers order by id) a positional join (select order_id from orders order by order_id) b order by all
select * from customers union by name select * from wallet_cards
select region, list(order_id order by order_id) as ids from orders group by region order by region
select region, string_agg(status, ',' order by order_id) from orders group by region order by region
select median(total), quantile_cont(total, 0.9), mode(status), stddev(total) from orders
select arg_max(order_id, total), arg_min(order_id, total), max(total, 2) from orders
select approx_count_distinct(customer_id) from orders
select date_trunc('month', placed_on) as month, sum(total) from orders group by 1 order by 1
select year(placed_on) as y, quarter(placed_on) as q, count(*) from orders group by all order by all
select strftime(placed_at, '%Y-%m') as m, count(*) from orders group by 1 order by 1
select list_transform(list(region order by id), r -> coalesce(r, '?')) from customers
select {'id': id, 'region': region} as s from customers order by id
select id, info.city, info['pin'] from extras order by id
select id, info from extras order by id
select info.* from extras
select id, unnest(tags) as tag from extras order by all
select tag, count(*) from (select unnest(tags) as tag from extras) group by tag order by all
select id, doc->>'k' as k, json_extract(doc, '$.n') as n from extras order by id
select tier, count(*) from extras group by tier order by tier
select id from extras where tier = 'gold' order by id
select id from extras where list_contains(tags, 't1') order by id
select regexp_extract(name, '[a-z]+$') as tail, count(*) from customers group by 1 order by 1
select format('{} of {}', id, region) from customers order by id
select id, try_cast(code as integer) as c from customers order by id
select id, cast(code as integer) as c from customers order by id
select sum(points * 2) from customers
select 1 / (id - 3) as x from customers order by id
select histogram(region) from orders
summarize orders
describe orders
show tables

-- [sqlite: its own]
select strftime('%Y-%m', placed_on) as month, sum(total) from orders group by 1 order by 1
select group_concat(status) from (select status from orders order by order_id)
select group_concat(name, '; ') from (select name from customers order by id)
select date(placed_on, '+1 month') from orders order by order_id limit 5
select typeof(birthday), count(*) from customers group by 1 order by 1
select ifnull(name, '-') from customers order by id
select id from customers where name glob 'A*' order by id
select total(total), sum(discount) from orders
select iif(vip, 'v', 'n'), count(*) from customers group by 1 order by 1
select printf('%d-%s', id, region) from customers order by id
select rowid from customers
select sql from sqlite_master
select name from pragma_table_info('customers')
select json_group_array(id) from (select id from customers order by id)
select region, max(total), status from orders group by region order by region
select hex(name), unicode(name), instr(name, '*') from customers order by id
select cast(code as integer) from customers order by id
