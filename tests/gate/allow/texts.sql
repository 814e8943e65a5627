-- [duckdb: texts that look like attacks, odd blanks within quotes]

select 'DROP TABLE orders; --' as x, '; DELETE FROM orders' as y from orders
-- becomes
SELECT 'DROP TABLE orders; --' AS x, '; DELETE FROM orders' AS y FROM orders LIMIT 101

select name from customers where name = '陈　x' or name = 'a b' or name = '((((('
-- becomes
SELECT customers.name AS name FROM customers WHERE customers.name = '陈　x' OR customers.name = 'a b' OR customers.name = '(((((' LIMIT 101

select note as "a b" from orders where note = 'it''s'
-- becomes
SELECT orders.note AS "a b" FROM orders WHERE orders.note = 'it''s' LIMIT 101

select '''; DROP TABLE x; --' as attack, '/* */ -- ;' as noise

select * from orders where note = 'x'' OR ''1''=''1'

select amount from orders where note = '; DELETE FROM orders; --' or note = '$$' or note = '\'

select name from customers where name in ('secret_salaries', 'read_csv(''/etc/passwd'')', 'SELECT * FROM secret_salaries')

select $$it's; drop table$$ as a, $tag$ $$ $tag$ as b

select 'a' || chr(10) || 'b' as two_lines, e'tab\there' as tabbed

select amount -- the amount; drop table orders
from orders -- and a last word

select /* a comment; */ amount /* /* nested */ still */ from orders /* end */

-- first a comment
-- and another
select amount from orders

select '🙂' as smile, '中文' as chinese, 'naïve' as accents

select 'SELECT' as "SELECT", 'union all' as "UNION", 'x' as "drop table"

select note from orders where note like '%\%%' escape '\' or note like '%--%' or note similar to '.*;.*'

select    amount
  ,
	status
from
	orders

select amount from orders;

select 'line one
line two' as text
