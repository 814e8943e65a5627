-- T-SQL. One statement a line. [refuse] says what it would do; [pass] is what analysts write.
-- [refuse] reaches outside
exec xp_cmdshell 'dir'
execute xp_cmdshell 'dir'
xp_cmdshell 'dir'
exec sp_oacreate 'x', 1
select * from openrowset('SQLNCLI', 'server=x', 'select 1')
select * from openrowset(bulk 'c:\secret.txt', single_clob) as x
select * from openquery(linked, 'select 1')
select * from opendatasource('SQLNCLI', 'Data Source=x').db.dbo.t
select * from linked.db.dbo.secret_salaries
select * from openxml(1, '/a')
bulk insert orders from 'c:\x.csv'
select * from fn_get_audit_file('c:\*', default, default)
select * from sys.fn_xe_file_target_read_file('c:\*', null, null, null)
select * from sys.dm_os_file_exists('c:\x')
exec master..xp_dirtree 'c:\'
-- [refuse] runs SQL that is made of text, or code
exec ('select 1')
exec sp_executesql N'select 1'
execute ('drop table orders')
declare @x int = 1
if 1 = 1 select 1
while 1 = 1 select 1
begin tran
use master
go
print 'x'
dbcc checkdb
shutdown
reconfigure
backup database x to disk = 'c:\x'
-- [refuse] holds up the engine
waitfor delay '00:00:10'
waitfor time '23:00'
select 1 waitfor delay '00:00:10'
select replicate('x', 1000000000)
select space(1000000000)
select * from generate_series(1, 1000000000)
-- [refuse] changes data
insert into orders values (1)
update orders set amount = 0
delete from orders
merge orders using customers on 1 = 1 when matched then delete;
truncate table orders
select * into stolen from orders
select amount into #stolen from orders
create table x (a int)
drop table orders
alter table orders drop column amount
with d as (select * from orders) delete from d
with d as (select * from orders) update d set amount = 0
insert into stolen exec p
select * from (delete from orders output deleted.*) as d
select 1; delete from orders
select 1 delete from orders
select 1 drop table orders
select amount from orders update orders set amount = 0
select 1 exec xp_cmdshell 'dir'
select 1 truncate table orders
select 1 insert into orders values (1)
select 1 use master
select 1 grant select on orders to x
select 1 declare @a int
select 1 print 'a'
select 1 dbcc checkdb
select 1 raiserror('x', 1, 1)
select * from orders waitfor delay '00:00:10'
select * from orders o exec x
select amount from orders order by amount drop table orders
select 1 union select 2 exec sp_who
select 1 shutdown
select * from orders reconfigure
select amount from orders commit
select 1 as a merge orders using customers on 1 = 1 when matched then delete;
-- [refuse] reads the table as it was at another time, or gives orders to the engine
select * from orders for system_time as of '2020-01-01'
select * from orders for system_time all
select * from orders with (nolock)
select * from orders with (tablockx, holdlock)
select * from orders with (index(1))
select * from orders option (maxrecursion 0)
select * from orders option (hash join)
-- [refuse] tells the session, variables and the catalog
select @x
select @@version
select @@servername
select system_user
select session_user
select current_user
select user_name()
select suser_sname()
select original_login()
select host_name()
select app_name()
select db_name()
select serverproperty('edition')
select connectionproperty('client_net_address')
select is_srvrolemember('sysadmin')
select has_perms_by_name('orders', 'object', 'select')
select object_id('secret_salaries')
select object_definition(1)
select * from sys.tables
select * from sys.sql_logins
select * from sysobjects
select * from information_schema.tables
select * from master.dbo.spt_values
select context_info()
select session_context(N'k')
select scope_identity()
select ident_current('orders')
select next value for s
select error_message()
-- [refuse] other tables, other values each time, whole rows
select * from secret_salaries
select newid()
select newsequentialid()
select rand()
select crypt_gen_random(8)
select * from orders for xml auto
select * from orders for json auto
select (select * from customers for json path)
select name from customers for xml path('')
select pwdcompare('a', 0x1)
select decryptbypassphrase('a', ssn) from customers
select checksum(*) from customers
select $identity from orders
select %%physloc%% from orders
select o from orders o
select top (select ssn from customers) * from orders
select dbo.my_udf(ssn) from customers
select * from dbo.my_tvf(1)
-- [pass]
select top 10 status, count(*) as n, sum(amount) as total from orders group by status having count(*) > 1 order by n desc
select [status], sum(case when quantity > 1 then amount else 0 end) as big from [orders] group by [status]
select datefromparts(year(placed_at), month(placed_at), 1) as month, sum(amount) as total from orders group by year(placed_at), month(placed_at)
select customer_id, amount, row_number() over (partition by customer_id order by placed_at desc) as r from orders
with monthly as (select year(placed_at) as y, month(placed_at) as m, sum(amount) as total from orders group by year(placed_at), month(placed_at)) select y, m, total, lag(total) over (order by y, m) as before_it from monthly
select c.name, sum(o.amount) as total from customers c left join orders o on o.customer_id = c.id and o.status like 'p%' group by c.name
select dateadd(day, 7, placed_on) as a, datediff(day, placed_on, placed_at) as b, eomonth(placed_on) as c, datepart(year, placed_on) as d from orders
select iif(amount > 10, 'big', 'small') as s, isnull(note, 'none') as n, coalesce(note, status) as c, nullif(status, '') as z from orders
select string_agg(status, ', ') within group (order by status) as s from orders
select json_value(note, '$.a') as a, json_query(note, '$.b') as b from orders
select c.name, o.amount from customers c cross apply (select top 3 amount from orders where customer_id = c.id order by amount desc) o
select status, region, sum(amount) as total from orders join customers on customers.id = orders.customer_id group by grouping sets ((status), (region), ())
select status, sum(amount) as total from orders group by rollup (status)
select concat(name, '-', region) as a, len(name) as b, left(name, 3) as c, upper(name) as d, replace(name, 'a', 'b') as e, charindex('a', name) as f, ltrim(rtrim(name)) as g, substring(name, 1, 2) as h from customers
select try_cast(note as int) as a, cast(amount as varchar(20)) as b, convert(date, placed_at) as c from orders
select stdev(amount) as a, var(amount) as b, round(avg(amount), 2) as c, abs(min(amount)) as d, count_big(*) as e from orders
select * from orders order by placed_at desc offset 10 rows fetch next 5 rows only
with n as (select 1 as i union all select i + 1 from n where i < 10) select i from n
select '''; drop table orders; --' as s, [OrderID] as [order] from orders -- a comment
select region from customers union select country from customers except select 'X'
select * from orders where customer_id in (select id from customers where region = N'EU') and exists (select 1 from customers c where c.id = orders.customer_id)
select sum(amount) over (partition by customer_id order by placed_at rows between unbounded preceding and current row) as running from orders
