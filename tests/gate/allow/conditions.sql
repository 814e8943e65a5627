-- [duckdb: conditions]

select "OrderID" from orders where status in ('paid', 'open') and amount between 1 and 10
-- becomes
SELECT orders."OrderID" AS "OrderID" FROM orders WHERE orders.status IN ('paid', 'open') AND orders.amount BETWEEN 1 AND 10 LIMIT 101

select "OrderID" from orders where note like 'x%' or note ilike 'B' or note not like '%q' or regexp_matches(note, '^a')
-- becomes
SELECT orders."OrderID" AS "OrderID" FROM orders WHERE orders.note LIKE 'x%' OR orders.note ILIKE 'B' OR orders.note NOT LIKE '%q' OR REGEXP_MATCHES(orders.note, '^a') LIMIT 101

select "OrderID" from orders where (customer_id, status) in ((1, 'paid'), (2, 'paid'))
-- becomes
SELECT orders."OrderID" AS "OrderID" FROM orders WHERE (orders.customer_id, orders.status) IN ((1, 'paid'), (2, 'paid')) LIMIT 101

select "OrderID" from orders where note is null or amount is distinct from 5 or not (amount > 5)
-- becomes
SELECT orders."OrderID" AS "OrderID" FROM orders WHERE orders.note IS NULL OR orders.amount IS DISTINCT FROM 5 OR NOT ( orders.amount > 5 ) LIMIT 101

select name from customers where id not in (select customer_id from orders where customer_id is not null)
-- becomes
SELECT customers.name AS name FROM customers WHERE NOT customers.id IN ( SELECT orders.customer_id AS customer_id FROM orders WHERE NOT orders.customer_id IS NULL ) LIMIT 101

select "OrderID" from orders where exists (select 1 from customers c where c.id = customer_id and region = 'EU')
-- becomes
SELECT orders."OrderID" AS "OrderID" FROM orders WHERE EXISTS( SELECT 1 AS "1" FROM customers AS c WHERE c.id = orders.customer_id AND c.region = 'EU' ) LIMIT 101

select "OrderID" from orders where customer_id = any (select id from customers)
-- becomes
SELECT orders."OrderID" AS "OrderID" FROM orders WHERE orders.customer_id = ANY ( SELECT customers.id AS id FROM customers ) LIMIT 101

select name, (select sum(amount) from orders where customer_id = customers.id) as total from customers
-- becomes
SELECT customers.name AS name, ( SELECT SUM(orders.amount) FROM orders WHERE orders.customer_id = customers.id ) AS total FROM customers LIMIT 101

select "OrderID" from orders o where amount > (select avg(amount) from orders i where i.status = o.status)
-- becomes
SELECT o."OrderID" AS "OrderID" FROM orders AS o WHERE o.amount > ( SELECT AVG(i.amount) FROM orders AS i WHERE i.status = o.status ) LIMIT 101

select name from customers where id in ({{4999*1, }}2)

select amount from orders where status in ('paid', 'open') and not (amount between 6 and 8 or note is null)

select amount from orders where amount > any (select 5) and quantity is distinct from 2

select case when amount > 50 then 'a' when amount > 40 then 'b' when amount > 30 then 'c' when amount > 20 then 'd' when amount > 15 then 'e' when amount > 10 then 'f' when amount > 8 then 'g' when amount > 6 then 'h' when amount > 4 then 'i' when amount > 2 then 'j' else 'k' end as grade from orders

select case status when 'paid' then case when amount > 8 then 'big' else 'small' end else coalesce(note, 'none') end as x from orders

select try_cast(note as integer) as n, try_cast('2013-02-30' as date) as d, try_cast('12' as int) as i from orders

select quantity & 1 as odd, quantity | 4 as b, xor(quantity, 1) as x, quantity << 2 as s, ~quantity as inv, bit_count(quantity) as c from orders

select placed_on + interval 1 month as m, placed_on - interval '10 days' as d, placed_at + interval 90 minute as h, age(placed_at, timestamp '2013-01-01') as a from orders

select placed_at at time zone 'UTC' at time zone 'Asia/Shanghai' as there from orders where placed_at is not null

select note[1] as first, note[1:2] as two, note[-1:] as last, status[2:] as rest from orders

select ((((((((((((((((((((((((((((((amount + 1)))))))))))))))))))))))))))))) as x from orders

select (select (select (select (select (select (select max(amount) from orders)))))) as m

select coalesce(note, status, 'x') as c, ifnull(quantity, 0) as q, nullif(status, 'void') as s, greatest(amount, 10) as g, least(quantity, 2, 3) as l from orders

select status, amount from orders where regexp_matches(status, '^p.*d$') or status ~ 'vo.d'

select regexp_replace(status, '[aeiou]', '*', 'g') as r, regexp_extract(note, '([a-z]),([a-z])', 2) as e, regexp_extract_all(status, '.') as l, regexp_split_to_array(note, ',') as p from orders

select date_trunc('quarter', placed_on) as q, extract(isodow from placed_on) as d, strftime(placed_on, '%Y-%m') as ym, last_day(placed_on) as e, date_diff('week', date '2013-01-01', placed_on) as w, monthname(placed_on) as n, time_bucket(interval '2 weeks', placed_on) as b from orders

select make_date(2013, 1, 2) as d, strptime('03/02/2013', '%d/%m/%Y') as t, epoch(placed_at) as e, to_timestamp(0) is not null as ok from orders limit 1

select round(amount, 1), floor(amount), ceil(amount), amount % 3, amount // 3, power(amount, 2), sqrt(amount), ln(amount), sign(amount - 10) from orders

select amount::integer as i, cast(amount as varchar) || ' EUR' as t, amount::double / 3 as d, '2013-01-01'::date + 1 as n from orders

select levenshtein(name, 'Anna') as l, jaro_winkler_similarity(name, 'Bob') as j, lower(strip_accents('É')) as s, md5(name) as h from customers

select repeat('*', 5) as stars, lpad(id::varchar, 4, '0') as padded, rpad(name, 8, '.') as dotted from customers

select amount from orders where true and 1 = 1 or false
