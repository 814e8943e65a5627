-- ClickHouse. One statement a line. [refuse] says what it would do; [pass] is what analysts write.
-- [refuse] reads files or reaches outside
select * from file('secret.csv')
select * from file('/etc/passwd', 'LineAsString')
select * from url('http://example.org/x', 'CSV', 'a String')
select * from s3('https://b.s3.amazonaws.com/x.csv', 'CSV')
select * from s3Cluster('c', 'https://b.s3.amazonaws.com/x.csv')
select * from gcs('https://x')
select * from hdfs('hdfs://x')
select * from azureBlobStorage('x', 'y', 'z')
select * from remote('example.org', 'db', 't')
select * from remoteSecure('example.org', 'db', 't')
select * from cluster('c', 'db', 't')
select * from mysql('h', 'd', 't', 'u', 'p')
select * from postgresql('h', 'd', 't', 'u', 'p')
select * from mongodb('h', 'd', 't', 'u', 'p', 's')
select * from redis('h', 'k', 's')
select * from sqlite('x.db', 't')
select * from jdbc('x', 'y')
select * from odbc('x', 'y')
select * from deltaLake('x')
select * from iceberg('x')
select * from executable('script.py', 'CSV', 'a String')
select * from input('a String')
select * from urlCluster('c', 'http://x')
select file('secret.csv')
select catboostEvaluate('m', 1)
select dictGet('d', 'a', 1)
select hasColumnInTable('system', 'users', 'name')
select joinGet('j', 'a', 1)
select modelEvaluate('m', 1)
select my_udf(1)
-- [refuse] writes a file, changes settings or the form of what comes back
select * from orders into outfile 'x.csv'
select * from orders into outfile 'x.csv' format CSV
select * from orders format JSON
select * from orders settings max_execution_time = 0
select * from orders settings readonly = 0 format CSV
select * from orders settings amount = 0
select 1 format JSON
select * from (select * from orders settings max_memory_usage = 0)
set max_memory_usage = 0
-- [refuse] reads other tables
select * from system.users
select * from system.query_log
select * from system.one
select * from information_schema.tables
select * from merge('db', '.*')
select * from merge(currentDatabase(), 'secret')
select * from view(select 1)
select * from secret_salaries
select * from db.secret_salaries
select * from numbers(1000000000)
select * from zeros(1000000000)
select * from generateRandom('a Int')
select * from generate_series(1, 1000000000)
select * from values('a Int', 1)
select * from null('a Int')
select * from loop(orders)
select * from dictionary('d')
select * from viewIfPermitted(select 1 else null('a Int'))
select * from fuzzQuery('select 1')
select _part, _table from orders
-- [refuse] holds up the engine, or makes values of unbounded size
select sleep(3)
select sleepEachRow(1) from orders
select range(1000000000)
select repeat('x', 1000000000)
select leftPad('x', 1000000000)
select rightPad('x', 1000000000)
select arrayWithConstant(1000000000, 1)
select space(1000000000)
select randomString(1000000000)
select arrayResize([1], 1000000000)
select * from orders order by placed_at limit 1 by customer_id
-- [refuse] raises errors with values, or tells the session
select throwIf(1, 'x')
select throwIf(ssn = '111', ssn) from customers
select currentUser()
select user()
select hostName()
select version()
select uptime()
select currentDatabase()
select getSetting('max_threads')
select getMacro('a')
select getServerPort('tcp_port')
select serverUUID()
select queryID()
select tcpPort()
select currentProfiles()
select shardNum()
select filesystemAvailable()
select showCertificate()
select initializeAggregation('sum', 1)
select runningAccumulate(x) from (select sumState(amount) as x from orders)
select addressToLine(1)
select demangle('x')
select trap('x')
select sumState(amount) from orders
select sumMerge(amount) from orders
select throwIf(1)(2)
select file(amount)(amount) from orders
select * from orders order by amount with fill from 1 to 100000000 step 1
explain select 1
select logTrace('x')
-- [refuse] changes data
insert into orders values (1)
insert into function file('x.csv') select * from orders
alter table orders delete where 1
alter table orders update amount = 0 where 1
optimize table orders
truncate table orders
drop table orders
create table x engine = Memory as select * from orders
rename table orders to x
system shutdown
kill query where 1
attach table x
select 1; drop table orders
-- [refuse] whole rows, other values each time, parameters
select rand()
select generateUUIDv4()
select randCanonical()
select {x:Int}
select tuple(*) from customers
select columns('s.n') from customers
select * apply(toString) from customers
select toJSONString(o) from orders o
select o from orders o
select decrypt('aes-128-ecb', ssn, 'k') from customers
-- [pass]
select status, count() as n, sum(amount) as total from orders group by status having count() > 1 order by n desc limit 10
select status, countIf(quantity > 1) as n, sumIf(amount, quantity > 1) as total, avgIf(amount, quantity > 1) as a from orders group by status
select toStartOfMonth(placed_at) as month, sum(amount) as total from orders group by month order by month
select customer_id, amount, row_number() over (partition by customer_id order by placed_at desc) as r from orders
with monthly as (select toStartOfMonth(placed_at) as m, sum(amount) as total from orders group by m) select m, total, lagInFrame(total) over (order by m) as before_it from monthly
select c.name, sum(o.amount) as total from customers as c left join orders as o on o.customer_id = c.id group by c.name
select uniq(customer_id) as u, uniqExact(customer_id) as x, quantile(0.5)(amount) as q, median(amount) as m, any(status) as s from orders
select if(amount > 10, 'big', 'small') as s, multiIf(amount > 10, 'a', amount > 5, 'b', 'c') as m, coalesce(note, 'none') as n, ifNull(note, 'none') as i from orders
select toYear(placed_on) as y, toMonth(placed_on) as m, toDayOfWeek(placed_on) as d, toHour(placed_at) as h, toDate(placed_at) as t, formatDateTime(placed_at, '%Y-%m') as f from orders
select dateDiff('day', placed_on, placed_at) as d, placed_on + interval 1 month as later, addDays(placed_on, 7) as a, subtractMonths(placed_on, 1) as b from orders
select groupArray(amount) as a, arrayStringConcat(groupUniqArray(status), ', ') as s, argMax(status, amount) as x, topK(3)(status) as t from orders
select arrayMap(x -> x + 1, [1, 2, 3]) as a, arrayFilter(x -> x > 1, [1, 2, 3]) as b, arraySum([1, 2]) as c, length([1, 2]) as d, has([1, 2], 1) as e from orders
select JSONExtractString(note, 'a') as a, JSONExtractInt(note, 'b') as b, JSONHas(note, 'c') as c from orders
select splitByChar(',', note) as a, substring(note, 1, 3) as b, upper(note) as c, replaceRegexpAll(note, '[aeiou]', '') as d, match(note, 'a.*') as e, position(note, 'a') as f, trim(note) as g from orders
select status, sum(amount) as total from orders group by status with totals
select toInt32OrNull(note) as a, toString(amount) as b, cast(amount as Float64) as c, round(amount, 1) as d from orders
select '\'; drop table orders; --' as s, "OrderID" as "order" from orders -- a comment
select region from customers union distinct select country from customers
select * from orders where customer_id in (select id from customers where region = 'EU')
select arrayJoin(splitByChar(',', note)) as part from orders
select sum(amount) over (partition by customer_id order by placed_at rows between unbounded preceding and current row) as running from orders
