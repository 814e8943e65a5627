-- Spark. One statement a line. [refuse] says what it would do; [pass] is what analysts write.
-- [refuse] calls code or reaches outside
select java_method('java.lang.Runtime', 'getRuntime')
select reflect('java.lang.System', 'getenv', 'HOME')
select try_reflect('java.lang.System', 'getenv')
select transform(amount) using 'sh -c id' as (x) from orders
select transform(*) using 'cat' from orders
from orders map amount using 'sh'
select ai_query('endpoint', ssn) from customers
select ai_gen(ssn) from customers
select ai_classify(name, array('a', 'b')) from customers
select http_request('http://example.org')
select my_udf(1)
select * from read_files('s3://x')
select * from csv.`/etc/passwd`
select * from text.`/etc/passwd`
select * from parquet.`s3://x`
select * from json.`/data/x.json`
select * from delta.`/data/x`
select * from cloud_files('x', 'csv')
select * from remote_query('c', query => 'select 1')
select input_file_name() from orders
select input_file_block_start() from orders
select _metadata.file_path from orders
select secret('scope', 'key')
select try_secret('scope', 'key')
select from_avro(note, 'x') from orders
-- [refuse] holds up the engine, or makes values of unbounded size
select repeat('x', 1000000000)
select lpad('x', 1000000000, 'y')
select rpad('x', 1000000000, 'y')
select space(1000000000)
select sequence(1, 1000000000)
select explode(sequence(1, 1000000000))
select explode(sequence(1, quantity)) from orders
select * from range(1000000000)
select array_repeat(1, 1000000000)
select format_string('%1000000000d', 1)
select printf('%1000000000d', 1)
-- [refuse] raises errors with values
select raise_error(ssn) from customers
select assert_true(false, ssn) from customers
-- [refuse] changes data, settings or the session
insert into orders values (1)
insert overwrite table orders select * from customers
insert overwrite directory '/srv/x' select * from orders
from orders insert into stolen select *
update orders set amount = 0
delete from orders
merge into orders using customers on true when matched then delete
truncate table orders
create table x as select * from orders
create temporary view v as select * from orders
create function f as 'x.Y' using jar 'x.jar'
drop table orders
alter table orders drop column amount
load data inpath '/srv/x' into table orders
add jar x.jar
cache table orders
refresh table orders
set spark.sql.ansi.enabled = false
reset
use db
analyze table orders compute statistics
select 1; drop table orders
execute immediate 'select 1'
declare x int
-- [refuse] reads the table as it was at another time
select * from orders version as of 1
select * from orders timestamp as of '2020-01-01'
select * from orders@v1
select * from table_changes('orders', 1)
-- [refuse] tells the session and the catalog
select current_user()
select user()
select session_user()
select current_database()
select current_schema()
select current_catalog()
select version()
select spark_partition_id() from orders
select monotonically_increasing_id() from orders
select is_member('x')
select is_account_group_member('x')
select current_metastore()
show tables
describe orders
describe extended orders
select * from information_schema.tables
select * from system.access.audit
select * from global_temp.v
select * from db.secret_salaries
-- [refuse] other tables, other values each time, whole rows, hints
select * from secret_salaries
select * from identifier('secret_salaries')
select identifier('ssn') from customers
select rand()
select randn()
select random()
select uuid()
select shuffle(array(1, 2)) from orders
select /*+ broadcast(o) */ amount from orders o
select struct(*) from customers
select to_json(struct(*)) from customers
select to_json(o) from orders o
select o from orders o
select hash(*) from customers
select aes_decrypt(ssn, 'k') from customers
select `ss.`
select :x
select * from orders distribute by amount
select inline(array(struct(*))) from customers
select stack(2, *) from customers
-- [pass]
select status, count(*) as n, sum(amount) as total from orders group by status having count(*) > 1 order by n desc limit 10
select status, sum(amount) filter (where quantity > 1) as total, count_if(quantity > 1) as n from orders group by status
select date_trunc('month', placed_at) as month, sum(amount) as total from orders group by 1 order by 1
select customer_id, amount, row_number() over (partition by customer_id order by placed_at desc) as r from orders
with monthly as (select date_trunc('MONTH', placed_at) as m, sum(amount) as total from orders group by 1) select m, total, lag(total) over (order by m) as before_it from monthly
select c.name, sum(o.amount) as total from customers c left join orders o on o.customer_id = c.id and o.status like 'p%' group by c.name
select date_add(placed_on, 7), datediff(placed_at, placed_on), last_day(placed_on), date_format(placed_at, 'yyyy-MM'), add_months(placed_on, 1), months_between(placed_at, placed_on) from orders
select if(amount > 10, 'big', 'small'), nvl(note, 'none'), coalesce(note, status), nullif(status, ''), greatest(amount, 1) from orders
select collect_list(status), collect_set(status), array_join(collect_set(status), ', '), max_by(status, amount), first(status) from orders
select get_json_object(note, '$.a') as a, split(note, ',')[0] as b from orders
select part from orders lateral view explode(split(note, ',')) t as part
select status, region, sum(amount) as total from orders join customers on customers.id = orders.customer_id group by grouping sets ((status), (region), ())
select status, region, sum(amount) as total from orders join customers on customers.id = orders.customer_id group by cube (status, region)
select percentile_approx(amount, 0.5), percentile(amount, 0.5), stddev(amount), approx_count_distinct(status), corr(amount, quantity) from orders
select * from (select status, region, amount from orders join customers on id = customer_id) pivot (sum(amount) for region in ('EU', 'US'))
select c.name from customers c left anti join orders o on o.customer_id = c.id
select c.name from customers c left semi join orders o on o.customer_id = c.id
select concat(name, '-', region), substring(name, 1, 3), upper(name), regexp_replace(name, '[aeiou]', ''), regexp_extract(name, '(a)', 1), name rlike '^A', instr(name, 'a'), trim(name), initcap(name) from customers
select transform(array(1, 2), x -> x + 1), filter(array(1, 2), x -> x > 1), size(array(1, 2)), array_contains(array(1, 2), 1), aggregate(array(1, 2), 0, (a, x) -> a + x) from orders
select try_cast(note as int), cast(amount as string), to_date(note, 'yyyy-MM-dd'), to_timestamp(note), round(amount, 1) from orders
select '\'; drop table orders; --' as s, `OrderID` as `order` from orders -- a comment
select region from customers union select country from customers except select 'X'
select * from orders where customer_id in (select id from customers where region = 'EU')
select year(placed_on), quarter(placed_on), month(placed_on), dayofweek(placed_on), weekofyear(placed_on), hour(placed_at) from orders
select explode(sequence(date '2024-01-01', date '2024-01-31', interval 1 day)) as day
select to_json(named_struct('a', amount)) as j from orders
select sum(amount) over (partition by customer_id order by placed_at rows between unbounded preceding and current row) as running from orders
