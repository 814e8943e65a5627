-- Snowflake. One statement a line. [refuse] says what it would do; [pass] is what analysts write.
-- [refuse] reads or writes files and stages
select * ilike '%n%' from customers
select * from @my_stage
select $1 from @my_stage/data.csv
select * from @~/private.csv
select metadata$filename from @s
select * from 's3://bucket/x.csv'
select * from table(infer_schema(location => '@s', file_format => 'f'))
copy into @s from orders
copy into orders from @s
list @s
ls @s
put file:///etc/passwd @s
get @s file:///srv
remove @s
select get_presigned_url(@s, 'x')
select build_scoped_file_url(@s, 'x')
select get_stage_location(@s)
select to_file('@s/x')
select * from directory(@s)
-- [refuse] runs SQL that is made of text, or code
execute immediate 'drop table orders'
execute immediate $$ select 1 $$
select * from identifier('secret_salaries')
select * from table('secret_salaries')
select identifier('ssn') from customers
call p()
call system$send_email('a', 'b', 'c', 'd')
begin return 1; end
-- [refuse] calls functions of the system or a model outside
select system$whitelist()
select system$cancel_all_queries('1')
select system$wait(10)
select system$typeof(amount) from orders
select system$get_tag('a', 'b', 'c')
select snowflake.cortex.complete('llama', ssn) from customers
select ai_complete('m', ssn) from customers
select ai_classify(name, ['a', 'b']) from customers
select ai_filter('is it?') from customers
select ai_agg(name, 'sum up') from customers
select snowflake.ml.forecast(1)
select * from table(result_scan(last_query_id()))
select last_query_id()
select * from table(information_schema.query_history())
select * from table(generator(rowcount => 1000000000))
select seq4() from table(generator(timelimit => 60))
-- [refuse] changes data
insert into orders values (1)
insert overwrite into orders select * from customers
update orders set amount = 0
delete from orders
merge into orders using customers on true when matched then delete
truncate table orders
create table x as select * from orders
create stage s url = 's3://x'
undrop table orders
drop table orders
alter session set timezone = 'UTC'
use role accountadmin
set a = 1
grant select on orders to role public
select 1; delete from orders
-- [refuse] reads the table as it was at another time, or its changes
select * from orders at (offset => -60)
select * from orders before (statement => '01a')
select * from orders at (timestamp => '2020-01-01'::timestamp)
select * from orders changes (information => default) at (offset => -60)
-- [refuse] tells the session and the catalog
select current_user()
select current_role()
select current_account()
select current_version()
select current_session()
select current_warehouse()
select current_ip_address()
select current_available_roles()
select is_role_in_session('x')
select getvariable('a')
select $a
select * from information_schema.tables
select * from snowflake.account_usage.users
select * from db.public.secret_salaries
show tables
describe table orders
select get_ddl('table', 'orders')
-- [refuse] other tables, other values each time, values of unbounded size, hints, whole rows
select * from secret_salaries
select random()
select uuid_string()
select randstr(5, random())
select uniform(1, 10, random())
select my_sequence.nextval
select repeat('x', 1000000000)
select lpad('x', 1000000000, 'y')
select space(1000000000)
select array_generate_range(0, 1000000000)
select object_construct(*) from customers
select hash(*) from customers
select $1 from orders
select o from orders o
select decrypt(ssn, 'k') from customers
select try_cast(ssn as variant):x from customers, lateral flatten(input => system$x())
select * from semantic_view(v metrics m)
select metadata$filename from orders
select * from (show tables)
show tables ->> select * from $1
select * from orders start with amount = 1 connect by prior amount = quantity
with a as procedure () returns int as $$ select 1 $$ call a()
select * from orders for update
-- [pass]
select status, count(*) as n, sum(amount) as total from orders group by status having count(*) > 1 order by n desc limit 10
select * from orders qualify row_number() over (partition by customer_id order by placed_at desc) = 1
select date_trunc('month', placed_at) as month, sum(amount) from orders group by all order by 1
select customer_id, amount, sum(amount) over (partition by customer_id order by placed_at rows between unbounded preceding and current row) as r from orders
with monthly as (select date_trunc(month, placed_at) as m, sum(amount) as total from orders group by 1) select m, total, lag(total) over (order by m) as before_it from monthly
select c.name, sum(o.amount) from customers c left join orders o on o.customer_id = c.id and o.status ilike 'p%' group by c.name
select dateadd(day, 7, placed_on), datediff(day, placed_on, placed_at), last_day(placed_on), to_char(placed_at, 'YYYY-MM') from orders
select iff(amount > 10, 'big', 'small'), nvl(note, 'none'), zeroifnull(amount), div0(amount, quantity), coalesce(note, status) from orders
select listagg(distinct status, ', ') within group (order by status) as s, array_agg(amount) within group (order by amount) as a from orders
select parse_json(note):a.b::string as b, parse_json(note)['c'] as c from orders
select f.value::string as v from orders, lateral flatten(input => split(note, ',')) f
select status, region, sum(amount) from orders join customers on customers.id = orders.customer_id group by grouping sets ((status), (region))
select percentile_cont(0.5) within group (order by amount) as median_amount, median(amount), stddev(amount), approx_count_distinct(status) from orders
select * from (select status, region, amount from orders join customers on id = customer_id) pivot (sum(amount) for region in ('EU', 'US')) as p
select * exclude (ssn) from customers
select split_part(note, ',', 1), left(note, 3), upper(note), regexp_replace(note, '[aeiou]', ''), regexp_like(note, 'a.*'), position('a', note), trim(note) from orders
with recursive n as (select 1 as i union all select i + 1 from n where i < 10) select i from n
select try_to_number(note), try_cast(note as int), note::varchar, to_date(note, 'YYYY-MM-DD') from orders
select '''; drop table orders; --' as s, "OrderID" as "order" from orders -- a comment
select region from customers union select country from customers minus select 'X'
select * from orders where customer_id in (select id from customers where region = 'EU')
select year(placed_on), quarter(placed_on), dayofweek(placed_on), monthname(placed_on), hour(placed_at) from orders
select count_if(amount > 5), max_by(status, amount), min_by(status, amount), any_value(status), boolor_agg(amount > 5) from orders
