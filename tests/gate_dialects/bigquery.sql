-- BigQuery. One statement a line. [refuse] says what it would do; [pass] is what analysts write.
-- [refuse] reaches outside
select * from external_query('connection', 'select * from users')
select * from external_object_transform(table t, ['SIGNED_URL'])
select * from ml.predict(model m, table orders)
select * from ml.generate_text(model m, table customers)
select * from ml.generate_embedding(model m, table customers)
select * from ai.generate_table(model m, table customers)
select ai.generate(ssn) from customers
select ai.if(('is it', name)) from customers
select ml.translate(model m, table t, struct('x' as y))
select * from ml.forecast(model m)
select * from ai.forecast(table orders, data_col => 'amount', timestamp_col => 'placed_at')
select * from vector_search(table t, 'c', table u)
select * from appends(table orders)
select * from changes(table orders)
select * from my_dataset.my_tvf(1)
select my_dataset.my_udf(ssn) from customers
select net.host(name) from customers
select safe.ml.predict(name) from customers
select safe.error(ssn) from customers
select safe.my_udf(ssn) from customers
select keys.new_keyset('AEAD_AES_GCM_256')
select aead.decrypt_string(ssn, name, 'x') from customers
select obj.get_access_url(obj.make_ref('u', 'c'), 'r')
-- [refuse] runs SQL that is made of text, or code
execute immediate 'select 1'
call p()
declare x int64
begin select 1; end
create temp function f(x int64) as (x); select f(1)
if true then select 1; end if
export data options (uri = 'gs://x/*.csv', format = 'CSV') as select * from orders
load data into orders from files (format = 'CSV', uris = ['gs://x'])
assert (select count(*) from orders) > 0
-- [refuse] changes data
insert into orders (amount) values (1)
update orders set amount = 0 where true
delete from orders where true
merge orders using customers on true when matched then delete
truncate table orders
create table d.x as select * from orders
create model m options (model_type = 'linear_reg') as select * from orders
drop table orders
alter table orders drop column amount
select 1; delete from orders where true
-- [refuse] reads the table as it was at another time
select * from orders for system_time as of timestamp_sub(current_timestamp(), interval 1 hour)
select * from orders for system_time as of '2020-01-01'
-- [refuse] tells the session and the catalog
select session_user()
select @@project_id
select @@session_id
select @x
select ?
select * from information_schema.tables
select * from d.information_schema.tables
select * from `region-us`.information_schema.jobs
select * from d.__tables__
select * from other_project.d.secret_salaries
select * from `other_project.d.secret_salaries`
select _partitiontime from orders
select _table_suffix from orders
select * from `events_*`
-- [refuse] other tables, other values each time, values of unbounded size, whole rows
select * from secret_salaries
select rand()
select generate_uuid()
select repeat('x', 1000000000)
select lpad('x', 1000000000)
select format('%1000000000d', 1)
select generate_array(1, 1000000000)
select * from unnest(generate_array(1, 1000000000))
select * from unnest(generate_date_array('1000-01-01', '9999-01-01'))
select o from orders o
select to_json_string(o) from orders o
select as value o from orders o
select error('x')
select error((select ssn from customers limit 1))
select * from orders with offset
select * from hive_partition
select with differential_privacy options (epsilon = 1) count(*) from orders
select any_value(c) from customers c
select b'abc'
from orders |> drop amount |> extend (select 1)
-- [pass]
select status, count(*) as n, sum(amount) as total from orders group by status having count(*) > 1 order by n desc limit 10
select * from `orders` where true qualify row_number() over (partition by customer_id order by placed_at desc) = 1
select date_trunc(placed_on, month) as month, sum(amount) from orders group by 1 order by 1
select customer_id, amount, sum(amount) over (partition by customer_id order by placed_at rows between unbounded preceding and current row) as r from orders
with monthly as (select date_trunc(placed_on, month) as m, sum(amount) as total from orders group by m) select m, total, lag(total) over (order by m) as before_it from monthly
select c.name, sum(o.amount) from customers c left join orders o on o.customer_id = c.id and o.status like 'p%' group by c.name
select date_add(placed_on, interval 7 day), date_diff(date(placed_at), placed_on, day), last_day(placed_on), format_date('%Y-%m', placed_on) from orders
select if(amount > 10, 'big', 'small'), ifnull(note, 'none'), safe_divide(amount, quantity), coalesce(note, status), nullif(status, '') from orders
select string_agg(distinct status, ', ' order by status) as s, array_agg(amount order by amount limit 3) as a from orders
select json_value(note, '$.a') as a, json_query(note, '$.b') as b, json_extract_scalar(note, '$.c') as c from orders
select part from orders, unnest(split(note, ',')) as part
select status, region, sum(amount) from orders join customers on customers.id = orders.customer_id group by rollup (status, region)
select approx_quantiles(amount, 4)[offset(2)] as mid, stddev(amount), approx_count_distinct(status), countif(amount > 5), corr(amount, quantity) from orders
select * from (select status, region, amount from orders join customers on id = customer_id) pivot (sum(amount) for region in ('EU', 'US'))
select * except (ssn) from customers
select split(note, ',')[safe_offset(0)], substr(note, 1, 3), upper(note), regexp_replace(note, r'[aeiou]', ''), regexp_contains(note, 'a.*'), strpos(note, 'a'), trim(note) from orders
with recursive n as (select 1 as i union all select i + 1 from n where i < 10) select i from n
select safe_cast(note as int64), cast(note as string), parse_date('%Y-%m-%d', note), cast(amount as numeric) from orders
select '\'; drop table orders; --' as s, `OrderID` as `order` from orders # a comment
select region from customers union distinct select country from customers except distinct select 'X'
select * from orders where customer_id in (select id from customers where region = 'EU')
select extract(year from placed_on), extract(dayofweek from placed_on), extract(hour from placed_at), timestamp_trunc(placed_at, hour), timestamp_diff(placed_at, placed_at, second), datetime_trunc(placed_at, day) from orders
select max_by(status, amount), any_value(status), logical_and(amount > 5), struct(status as s, amount as a) as both_of_them, [1, 2, 3] as l from orders group by status, amount
select x from unnest(generate_array(1, 10)) as x
select array(select as struct name, region from customers) as people
select to_json_string(note) from orders
select safe.substr(note, 1, 2) from orders
from orders |> where amount > 1 |> aggregate sum(amount) as total group by status
select starts_with(name, 'A'), ends_with(name, 'z'), concat(name, '-', region), initcap(name), reverse(name), char_length(name) from customers
