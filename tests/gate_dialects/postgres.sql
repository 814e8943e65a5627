-- PostgreSQL. One statement a line. [refuse] says what it would do; [pass] is what analysts write.
-- [refuse] reads or writes files of the server
select pg_read_file('/etc/passwd')
select pg_read_binary_file('base/1/1')
select * from pg_ls_dir('.')
select * from pg_stat_file('postgresql.conf')
select lo_import('/etc/passwd')
select lo_export(1234, '/srv/x')
select lo_get(1234)
copy orders to '/srv/x'
copy orders to program 'curl http://example.org'
select * from orders, lateral pg_read_file(status) as f
-- [refuse] reaches another server
select * from dblink('host=example.org', 'select 1') as t(a int)
select dblink_connect('host=example.org')
select dblink_exec('host=example.org', 'delete from t')
-- [refuse] runs SQL that is made of text
select query_to_xml('select * from pg_authid', true, true, '')
select query_to_xml_and_xmlschema('select 1', true, true, '')
select table_to_xml('pg_authid', true, true, '')
select * from cursor_to_xml('c', 1, true, true, '')
select database_to_xml(true, true, '')
select ts_stat('select 1')
do $$ begin perform 1; end $$
execute p
prepare p as select 1
-- [refuse] changes data
with d as (delete from orders returning *) select * from d
with d as (update orders set amount = 0 returning *) select * from d
with d as (insert into orders(amount) values (1) returning *) select * from d
with d as (merge into orders using customers on true when matched then delete returning *) select * from d
delete from orders
truncate orders
select * into stolen from orders
select amount into temp stolen from orders
create table x as select * from orders
drop table orders
select 1; delete from orders
call refresh()
-- [refuse] locks rows
select * from orders for update
select * from orders for share
select * from orders for no key update nowait
select * from orders for key share skip locked
lock table orders
-- [refuse] changes or tells the session and the server
select set_config('row_security', 'off', false)
select current_setting('data_directory')
set role postgres
reset all
show all
select current_user
select session_user
select user
select current_catalog
select version()
select inet_server_addr()
select pg_backend_pid()
select nextval('orders_id_seq')
select setval('orders_id_seq', 1)
select currval('orders_id_seq')
select pg_advisory_lock(1)
select pg_try_advisory_lock(1)
select pg_notify('a', 'b')
listen a
select pg_terminate_backend(1)
select pg_reload_conf()
select pg_switch_wal()
select pg_logical_emit_message(true, 'a', 'b')
-- [refuse] holds up the engine, or makes values of unbounded size
select pg_sleep(10)
select pg_sleep_for('5 minutes')
select pg_sleep_until('tomorrow')
select repeat('x', 1000000000)
select lpad('x', 1000000000, 'y')
select * from generate_series(1, 1000000000)
select generate_series(1, amount) from orders
-- [refuse] reads the catalog
select * from pg_catalog.pg_authid
select * from pg_shadow
select * from information_schema.tables
select * from pg_stat_activity
select 'pg_authid'::regclass
select 'pg_authid'::regclass::oid
select cast('orders' as regclass)
select to_regclass('pg_authid')
select has_table_privilege('pg_authid', 'select')
select pg_get_viewdef('v')
select obj_description(1)
select ctid, xmin from orders
select tableoid from orders
select orders.tableoid from orders
-- [refuse] whole rows, other tables and other values each time
select o from orders o
select row_to_json(o) from orders o
select to_jsonb(o) from orders o
select (o).* from orders o
select o.* is null from orders o
select random()
select gen_random_uuid()
select * from secret_salaries
select * from only secret_salaries
table secret_salaries
explain analyze delete from orders
select * from rows from (pg_ls_dir('.'))
select xpath('/x', '<x/>')
select U&'\0061'
select E'\x61'
select $1
select * from json_populate_record(null::orders, '{}')
-- [pass]
select status, count(*) as n, sum(amount) filter (where quantity > 1) as big from orders group by status having count(*) > 1 order by n desc limit 10
select date_trunc('month', placed_at) as month, sum(amount) from orders group by 1 order by 1
select customer_id, amount, rank() over (partition by customer_id order by amount desc rows between 1 preceding and current row) as r from orders
select distinct on (customer_id) customer_id, amount from orders order by customer_id, placed_at desc
with monthly as (select date_trunc('month', placed_at) as m, sum(amount) as total from orders group by 1) select m, total, lag(total) over (order by m) as before from monthly
select c.name, o.amount from customers c join lateral (select amount from orders where customer_id = c.id order by amount desc limit 3) o on true
select status, region, sum(amount) from orders join customers on customers.id = orders.customer_id group by grouping sets ((status), (region), ())
select status, region, sum(amount) from orders o left join customers c on c.id = o.customer_id group by cube (status, region)
select percentile_cont(0.5) within group (order by amount) as median, stddev_pop(amount), corr(amount, quantity) from orders
select note::jsonb -> 'a' ->> 'b' as b, note::jsonb #>> '{a,b}' as c, note::jsonb @> '{"a": 1}' as has from orders
select extract(year from placed_at) as y, extract(dow from placed_on) as d, placed_at + interval '1 month' as later, age(placed_at) as old from orders
select to_char(placed_at, 'YYYY-MM') as month, coalesce(note, 'none') as note, status ilike 'p%' as p, status ~ '^p' as q from orders
select string_agg(distinct status, ', ' order by status) as s, array_agg(amount order by amount) as a from orders
select split_part(note, ',', 1), left(note, 3), upper(note), regexp_replace(note, '[aeiou]', '', 'g'), position('a' in note), btrim(note) from orders
with recursive days as (select date '2024-01-01' as d union all select (d + interval '1 day')::date from days where d < date '2024-01-31') select d from days
select g::date as day from generate_series(date '2024-01-01', date '2024-01-31', interval '1 day') as g
select * from orders where customer_id in (select id from customers where region = 'EU') and exists (select 1 from customers c where c.id = orders.customer_id)
select * from (values (1, 'a'), (2, 'b')) as v(id, name)
select region from customers union select country from customers except select 'X' intersect select 'Y'
select '''; drop table orders; --' as s, "OrderID" as "order" from orders -- a comment
select width_bucket(amount, 0, 100, 10) as bucket, count(*) from orders group by 1
select unnest(array[1, 2, 3]) as x
select amount = any(array[1, 2]) as a, amount > all (select amount from orders) as b from orders
select jsonb_build_object('a', amount) as j, to_json(note) as t from orders
select name from customers tablesample system (10)
