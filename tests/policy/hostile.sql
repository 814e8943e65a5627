-- What somebody writes who wants more than the role may see, one statement a line. The outcome must be that of the copy,
-- which has nothing to hide, and no hidden value may stand anywhere in the answer.
-- {table.column.key} stands for the stored value, which the writer has guessed or knows from elsewhere.

-- [both: reaching for what is not there]
select ssn, salary_band, email from customers
select internal_cost from orders order by internal_cost
select c.ssn from customers c where c.id = 4
select "ssn" from main."customers"
select customers.ssn as name from customers
select * from payroll where amount > 0
select * from main.payroll
select * from "PAYROLL"
select * from shop.main.payroll
select * from temp.payroll
select account from (select * from payroll) as orders
select * from staff_pay
select * from grants where person <> 'ann'
select * from wallet_cards where id = 4
select ssn from wallet_cards
select (select ssn from customers where id = 4)
select 1 from customers where ssn = '987654321'
select count(*) from customers group by ssn
select count(*) from customers having max(ssn) > '5'
select id from customers order by ssn
select id from customers order by salary_band, internal_cost
select id, row_number() over (order by ssn) from customers
select id from customers where (id, ssn) in (select 4, '987654321')
select c.id from customers c join orders o on c.ssn = o.status
select id from customers where exists (select 1 from payroll where amount > 611000000)
select id from customers where id in (select emp_id from payroll)
select case when (select count(*) from payroll) > 0 then 1 else 2 end
select 1 where exists (select ssn from customers)
select * from customers natural join (select '987654321' as ssn) g
select * from customers join (select '987654321' as ssn) g using (ssn)
select rowid from orders
select rowid, * from customers where rowid = 3
select max(rowid) from orders
select c from customers c
select c.* , c from customers as c
select customers from customers

-- [both: shadows]
with payroll as (select * from payroll) select * from payroll
with a as (select * from payroll), payroll as (select 1 as emp_id) select * from a
with customers as (select * from customers) select count(*) from customers
with customers as (select * from main.customers) select * from customers
with c as (with payroll as (select 1 as amount) select * from payroll) select * from c
with c as (select 1) select * from c, (with orders as (select * from payroll) select * from orders) x
with recursive customers(id, ssn) as (select 1, 'a' union all select id + 1, ssn from customers where id < 3) select * from customers
select * from customers as orders where orders.ssn is not null
select orders.id from customers as orders order by 1
select * from orders as payroll
select payroll.order_id from orders as payroll order by 1
select * from (select id as ssn from customers) t order by ssn
select ssn from (select id as ssn from customers) t order by 1
select customers.id from orders as customers
select o.order_id from orders o, orders as customers where customers.order_id = o.order_id order by 1
with x(ssn) as (select name from customers) select ssn from x order by 1

-- [both: errors as oracles]
select case when name = '{customers.name.4}' then cast('x' as integer) else id end from customers
select id from customers where 1 / (id - 4) is not null
select id, 1 / (id - 4) from customers where id <> 3 order by id
select sum(1 / (order_id - 7)) from orders
select cast(substr(name, 1, 1) as integer) from customers where name is not null
select cast(code as integer) + 1 from customers
select id from customers where cast(code as integer) > 1000
select id from customers where case when code = '{customers.code.4}' then cast('boom' as integer) = 1 else true end
select sum(points * 4) from customers
select points * 1000000000 from customers where id < 20
select abs(-9223372036854775807 - points) from customers
select cast(points as smallint) from customers where region = 'EU'
select count(*) from customers where points * 2 > 0
select cast(name as date) from customers where region is null
select id from customers where cast(phone as integer) = 1
select (select id from customers where region = 'ZONE_xb81c77') as one
select (select order_id from orders where total > 3300000) as many
select 1 where (select id from customers where code = '{customers.code.2}') = 2
select max(cast(internal_cost as smallint)) from orders
select cast(birthday as integer) from customers
select id from customers where coalesce(birthday, cast('x' as date)) is null
select id from customers where 1 = 1 or cast(name as integer) = 1
select substr(name, cast(code as integer), 1) from customers where id < 10
select sum(case when region = 'ZONE_xb81c77' then 1 / (id - id) else 0 end) from customers
select order_id from orders where cast(status as integer) = 1 or order_id > 0
select count(*) from order_items where cast(tag as integer) > 2000
select order_id, line_no from order_items where cast(tag as integer) > 2100 and price > 0 order by 1, 2
select i.order_id from order_items i join orders o on o.order_id = i.order_id and cast(i.tag as integer) > 2000 order by 1
select count(*) from orders where cast(ref as integer) > 2000
select order_id from orders where cast(ref as integer) % 2 = 0 or discount > 5 order by 1
select count(*) from orders o join customers c on c.id = o.customer_id where cast(o.ref as integer) > 2000
select c.id from customers c where c.id in (select customer_id from orders where cast(ref as integer) > 2050) order by 1
select count(*) from order_items where case when tag = '{order_items.tag.2}' then cast('hit' as integer) = 1 else true end
select count(*) from orders where cast(ref as integer) >= 0 and order_id in (select id from customers)
select count(*) from order_items where cast(tag as integer) >= 0 and line_no in (select emp_id from employees)
select count(*) from orders where case when ref = '{orders.ref.2}' then cast('hit' as integer) = 1 else true end

-- [both: guesses]
select count(*) from customers where name = '{customers.name.4}'
select count(*) from customers where name like '%{customers.name.3}%'
select count(*) from customers where code = '{customers.code.1}'
select count(*) from customers where birthday = '{customers.birthday.3}'
select count(*) from customers where birthday between '1949-01-01' and '1959-01-01'
select count(*) from customers where phone = '{customers.phone.3}'
select count(*) from customers where phone like '+49%'
select phone from customers where phone > '8' order by 1
select count(*) from orders where status = 'paid'
select count(*) from orders where status = '{orders.status.4}'
select count(*) from orders where region = 'US'
select count(*) from orders where total = {orders.total.2}
select count(*) from customers where ssn like '9%'
select count(*) from customers where ssn like '98765%'
select count(*) from employees where salary > 4200000
select count(*) from employees where salary is null
select count(*) from "Order Notes" where "文本" like '说明%'
select name = '{customers.name.3}' as hit, count(*) from customers group by 1 order by 1
select min(name), max(name), min(phone), max(phone) from customers
select id, name < 'Bo' as less from customers order by id
select length(name), length(phone) from customers order by id
select replace(name, '***', '') as ends from customers order by id

-- [both: counting]
select count(*) from customers c join orders o on o.customer_id = c.id
select o.customer_id, count(*) from orders o left join customers c on c.id = o.customer_id where c.id is null group by 1 order by 1
select count(*) from orders where customer_id not in (select id from customers)
select customer_id from orders where customer_id is not null group by customer_id having count(*) = 0
select r.region, count(c.id) from regions r left join customers c on c.region = r.region group by r.region order by 1
select count(*), count(distinct order_id), sum(order_id) from order_items
select max(id) - count(*) as missing from customers
select id from customers limit 1 offset 40
select order_id from orders order by order_id limit 5 offset 125
select order_id - lag(order_id) over (order by order_id) as gap from orders order by order_id
select region from customers group by region order by count(*) desc, region
select avg(id), sum(id), count(*) from customers where region <> 'EU'
select i.order_id, i.line_no from order_items i left join orders o on o.order_id = i.order_id where o.order_id is null order by 1, 2
select manager_id, count(*) from employees group by 1 order by 1
select e.emp_id, m.emp_id from employees e left join employees m on m.emp_id = e.manager_id order by 1

-- [both: comments and quoting]
select id /* ssn */ from customers -- , ssn from payroll
select id from customers -- {customers.code.4}
select 'select ssn from payroll' as text
select id as "ssn from payroll --" from customers order by 1
select id from customers; select ssn from customers
select id from customers where region = 'EU' or '1' = '1' --
select id from customers where region = ':user.region'
select id from customers where region = :user.region
select id from customers where region = $region
select "user.region" from customers
select $askbi_secret from customers
select id from customers where phone = :askbi_secret
with x as (select 1 as a) select * from with_x
with payroll as (select 1 as a) select * from with_payroll
select * from (with x as (select 1 as a) select * from x) t, x
select id from customers where region = ?

-- [duckdb: whole rows]
select unnest(c) from customers c
select (c).ssn from customers c
select c.ssn from (select c from customers c) t
select struct_extract(c, 'ssn') from customers c
select to_json(c) from customers c
select row(c.*) from customers c
select row_to_json(c) from customers c
select list(c) from customers c
select json_group_array(c) from customers c
select c::varchar from customers c
select hash(c) from customers c
select count(c), count(distinct c) from customers c
select struct_pack(id := id, ssn := ssn) from customers
select max(struct_pack(a := name, b := id)) from customers
select max(c) from customers c
select columns('ssn|salary') from customers
select columns(* exclude (id)) from customers
select columns(*)::varchar from customers where id < 9
select * like 'ss%' from customers
select * similar to 's.*' from customers
select #5 from customers
select #1, #2 from customers order by all
select a.b.c from customers as a
select id from customers c where (c).region = 'ZONE_xb81c77'
select * from customers c where c is not null
select coalesce(*columns(*)) from customers
select unnest({'a': id, 'b': name}) from customers order by all
unpivot customers on columns(*) into name n value v
unpivot customers on ssn into name n value v
select * from (select * rename (id as ssn) from customers) order by all

-- [duckdb: dynamic]
pivot customers on name using count(*)
pivot customers on phone using count(*)
pivot customers on region using max(name)
pivot customers on ssn using count(*)
pivot customers on code using count(*)
pivot orders on status using max(internal_cost)
pivot (select * from customers where id < 12) on id using first(name)
pivot payroll on account using sum(amount)
select * from query('select * from payroll')
select * from query_table('payroll')
select * from query_table('customers')
select * from json_execute_serialized_sql(json_serialize_sql('select * from payroll'))
select * from top_pay()
select one_pay()
select main.one_pay()
select nextval('counter')
select * from histogram('customers', ssn)
select * from histogram_values(customers, name)
from summary((select * from customers))
select * from 'customers'
from customers.ssn
table customers
table payroll
select stats(name) from customers
select * from pragma_storage_info('customers')
select * from pragma_table_info('customers')
select * from duckdb_tables()
select * from duckdb_columns()
select * from duckdb_views()
select * from information_schema.columns
select * from sqlite_master
select current_setting('user')
describe customers
summarize customers
show customers
explain select * from customers
explain analyze select * from customers
select * from (describe customers)
select * from (summarize customers)
select enum_range(null::tier)
select enum_last(null::tier), enum_first(null::tier)
select enum_code(tier) from extras
select id from extras where tier = 'tier {extras.tier}'
select typeof(tier) from extras
select typeof(info), typeof(birthday) from extras, customers limit 1
select error(name) from customers
select error((select max(ssn) from customers))
select getvariable('user')
select * from customers using sample 5 rows (reservoir, 7)
select count(*) from orders tablesample 100 percent (bernoulli, 1)
select count(*) from (select * from customers using sample 1000 rows)
select count(*) from customers using sample 100%
select * from customers at (version => 1)

-- [duckdb: aggregates that carry values]
select list(name order by id) from customers
select list(distinct region order by region) from customers
select string_agg(phone, ',' order by id) from customers
select first(name), last(name), any_value(region) from customers
select mode(region), entropy(region) from customers
select quantile_disc(name, [0, 0.5, 1]) from customers
select quantile_cont(total, [0.0, 0.01, 0.5, 1.0]) from orders
select histogram(status) from orders
select map_keys(histogram(name)) from customers
select arg_max(name, id), arg_min(name, points) from customers
select arg_max(name, birthday) from customers
select max(name, 5), min(name, 5) from customers
select bit_xor(hash(name)) from customers
select md5(string_agg(name, '' order by id)) from customers
select approx_top_k(name, 5) from customers
select bool_or(region = 'ZONE_xb81c77'), bool_and(region = 'EU') from customers
select to_json({'n': name, 'p': phone}) from customers order by id
select json_object('n', name, 'i', info) from customers join extras using (id) order by id
select array_agg(info order by id), array_agg(tags order by id) from extras
select json_keys(doc), json_structure(doc) from extras order by id
select info::varchar, tags[1], doc::varchar from extras order by id
select struct_extract(info, 'pin') from extras order by 1
select list_transform(tags, t -> t || '!') from extras order by id
select tier::varchar, upper(tier::varchar) from extras order by id
select min(tier), max(tier) from extras

-- [duckdb: errors as oracles]
select case when name = '{customers.name.4}' then error('hit') end from customers
select strptime(code, '%Y-%m-%d') from customers
select code::integer from customers where region = 'EU'
select sum(code::integer) from customers
select id from customers where code::integer between 1000 and 2000 order by id
select id from customers where strlen(code) < 5 and code::integer > 0 order by id
select order_id from orders where (total * 1000000000000000000)::decimal(38,2) > 0 order by 1
select power(points, 40) from customers order by id
select factorial(id::integer) from customers where id > 25
select chr(id::integer - 4) from customers order by id
select repeat(name, id::integer - 4) from customers order by id
select regexp_matches(code, name) from customers order by id
select make_date(2024, id::integer, 1) from customers
select (placed_on - interval 1000000 year) from orders
select id from customers where error(code) is null
select id from customers c join orders o on o.customer_id = c.id and code::integer > 0 order by 1 limit 3
select count(*) filter (where code::integer > 0) from customers
select max(code::integer) over (partition by region) from customers order by id
select id from customers order by code::integer
select code::integer as k, count(*) from customers group by k order by k
select list_sum(list(code::integer)) from customers
select (select code::integer from customers c2 where c2.id = c.id) from customers c order by id
select c.id from customers c, lateral (select c.code::integer as k) t order by 1
with m as materialized (select code::integer as k from customers) select max(k) from m
select id from customers qualify max(code::integer) over () > 0 order by id
select try(code::integer) from customers order by id
select id from customers where points + 9000000000000000000 > 0 order by id
select json_extract_string(code, '$.a') from customers order by id
select id from customers where json_valid(code) and json_extract(code, '$') > 1000 order by id
select cast(region as tier) from customers
select id from customers where name::tier = 'gold'
select count(*) from order_items where chr((10 - length(tag))::integer) <> 'q' and order_id > 3
select count(*) from orders where chr((10 - length(ref))::integer) <> 'q' and order_id > 3 and total > 0
select order_id, line_no from order_items where factorial(((length(tag) - 4) * 10)::integer) > 0 and order_id <> 2 order by all
select order_id from orders where factorial(((length(ref) - 4) * 10)::integer) > 0 order by all
select c.id, o.order_id from customers c join orders o on o.customer_id = c.id and chr((10 - length(o.ref))::integer) <> 'q' order by all
select sum(ref::integer) from orders where ref::integer > 0
select count(*) from order_items where tag::integer between 0 and 9999
select region, count(*) from orders where ref::integer > 0 group by region order by all
select tag::integer as k, count(*) from order_items where k > 2000 group by k order by k limit 5
select order_id from orders where strptime(ref, '%Y') > timestamp '1999-01-01' order by 1
select order_id from orders qualify row_number() over (partition by ref::integer order by order_id) = 1 order by 1
select * from (select order_id, ref::integer as r from orders) t where r > 2010 order by all
with r as (select order_id, ref::integer as r from orders) select max(r) from r where r > 0
select count(*) from (pivot (select region, ref::integer as r from orders where r > 0) on region using max(r))
select order_id from orders where exists (select 1 from order_items i where i.order_id = orders.order_id and i.tag::integer > 0) order by 1
select order_id from orders where ref::integer > all (select 0) order by 1

-- [sqlite: its own]
select count(*) from orders where json(ref) > 0
select count(*) from order_items where json_extract(tag, '$') > 2000
select order_id from orders where json_extract(ref, '$') % 2 = 0 order by 1
select i.order_id from order_items i join orders o on o.order_id = i.order_id and json(i.tag) > 0 order by 1
select sum(abs(points - 9223372036854775807 - 1)) from customers where abs(points - 9223372036854775807 - 1) > 0
select count(*) from customers where json(code) > 0
select rowid, oid, _rowid_ from customers
select * from sqlite_schema
select * from pragma_table_info('customers')
select * from dbstat
select json_object('n', name) from customers order by id
select group_concat(ssn) from customers
select quote(name) from customers order by id
select max(name), ssn from customers
select name from customers indexed by sqlite_autoindex_customers_1
select abs(-9223372036854775807 - points) from customers
select sum(points) from customers
select sum(points * points) from customers
select json_extract(code, '$.a') from customers
select json(code) from customers
select strftime('%Y', code), julianday(birthday) from customers order by id
select like('A%', name), glob('A*', name) from customers order by id
select zeroblob(id - 4) from customers
select printf('%*d', points, 1) from customers where id < 3
select count(*) from customers where name regexp '(' or id > 0
select load_extension('x')
select changes(), last_insert_rowid(), total_changes()
select name collate binary from customers order by id
select region from customers where region match 'EU'
select char(id - 4) from customers order by id
