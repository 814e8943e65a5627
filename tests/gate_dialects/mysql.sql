-- MySQL. One statement a line. [refuse] says what it would do; [pass] is what analysts write.
-- [refuse] reads or writes files of the server
select load_file('/etc/passwd')
select * from orders into outfile '/srv/x'
select * into outfile '/srv/x' from orders
select * from orders into dumpfile '/srv/x'
select amount from orders union select load_file('/etc/passwd') into outfile '/srv/x'
load data infile '/etc/passwd' into table orders
table orders into outfile '/srv/x'
-- [refuse] holds up the engine, or makes values of unbounded size
select sleep(10)
select benchmark(1000000000, sha1('a'))
select if(amount > 1, sleep(5), 0) from orders
select get_lock('a', 10)
select release_lock('a')
select is_free_lock('a')
select master_pos_wait('a', 1)
select source_pos_wait('a', 1)
select wait_for_executed_gtid_set('a')
select repeat('x', 1000000000)
select lpad('x', 1000000000, 'y')
select space(1000000000)
-- [refuse] changes data
insert into orders values (1)
replace into orders values (1)
update orders set amount = 0
delete from orders
truncate table orders
drop table orders
create table x as select * from orders
with d as (select 1) delete from orders where amount in (select * from d)
select 1; delete from orders
call p()
do sleep(1)
handler orders open
prepare s from 'select 1'
execute s
kill 1
set global general_log = 1
select last_insert_id(5)
-- [refuse] locks rows
select * from orders for update
select * from orders for share
select * from orders lock in share mode
select * from orders for update skip locked
lock tables orders write
-- [refuse] sets or tells variables, the session and the server
select @a
select @a := 1
select @@version
select @@global.secure_file_priv
select amount into @x from orders
select user()
select current_user()
select session_user()
select system_user()
select database()
select schema()
select version()
select connection_id()
select found_rows()
select row_count()
select current_role()
-- [refuse] reads the catalog
select * from information_schema.tables
select * from mysql.user
select * from performance_schema.threads
select * from sys.schema_table_statistics
show tables
show grants
describe orders
explain select * from orders
-- [refuse] leaks values through errors, or runs what is text
select extractvalue(1, concat(0x7e, (select ssn from customers limit 1)))
select updatexml(1, concat(0x7e, (select ssn from customers limit 1)), 1)
select name_const('a', 1)
select gtid_subset('a', 'b')
select sys_exec('id')
select sys_eval('id')
-- [refuse] other tables, other values each time, whole rows, hints
select * from secret_salaries
select * from orders partition (p0)
select rand()
select uuid()
select uuid_short()
select * from orders order by rand()
select /*+ set_var(sort_buffer_size = 1) */ amount from orders
select * from orders use index (a)
select * from orders procedure analyse()
select o from orders o
select ?
select _utf8'abc'
select decode('a', 'b')
select aes_decrypt(ssn, 'k') from customers
select * from json_table('[1]', '$[*]' columns (a int path '$')) as t
select row(1, 2) = (select * from customers limit 1)
select * from (select * from secret_salaries) as x
-- [pass]
select status, count(*) as n, sum(amount) as total from orders group by status having count(*) > 1 order by n desc limit 10
select `status`, sum(if(quantity > 1, amount, 0)) as big from `orders` group by `status` with rollup
select date_format(placed_at, '%Y-%m') as month, sum(amount) from orders group by date_format(placed_at, '%Y-%m')
select customer_id, amount, row_number() over (partition by customer_id order by placed_at desc) as r from orders
with monthly as (select year(placed_at) as y, month(placed_at) as m, sum(amount) as total from orders group by y, m) select y, m, total, lag(total) over (order by y, m) as before_it from monthly
select c.name, sum(o.amount) from customers c left join orders o on o.customer_id = c.id and o.status = 'paid' group by c.name
select * from orders where placed_at >= date_sub(curdate(), interval 30 day) and note is not null
select date_add(placed_on, interval 1 month), datediff(placed_at, placed_on), timestampdiff(day, placed_on, placed_at), last_day(placed_on) from orders
select group_concat(distinct status order by status separator ', ') as s from orders
select concat(name, ' (', region, ')'), substring_index(name, ' ', 1), char_length(name), upper(name), replace(name, 'a', 'b'), trim(name) from customers
select name from customers where name regexp '^A' or name like 'B%' or name <=> null
select note->'$.a' as a, note->>'$.b' as b, json_extract(note, '$.c') as c from orders
select ifnull(note, 'none'), coalesce(note, status), nullif(status, ''), greatest(amount, 1), least(amount, 2) from orders
select round(avg(amount), 2), stddev_samp(amount), var_pop(amount), truncate(amount, 1), mod(quantity, 2) from orders
with recursive n as (select 1 as i union all select i + 1 from n where i < 10) select i from n
select 'it''s; drop table orders; -- ' as s, `OrderID` as `order` from orders # a comment
select region from customers union all select country from customers
select * from orders o where exists (select 1 from customers c where c.id = o.customer_id) limit 5, 10
select quarter(placed_on), week(placed_on), dayofweek(placed_on), dayname(placed_on), monthname(placed_on), hour(placed_at) from orders
select str_to_date(note, '%Y-%m-%d'), cast(note as signed), cast(amount as char), unix_timestamp(placed_at), from_unixtime(0) from orders
