-- [duckdb: made-up series]

select * from generate_series(1, 5) as t(i)
-- becomes
SELECT t.i AS i FROM GENERATE_SERIES(1, 5) AS t(i) LIMIT 101

select range from range(3)
-- becomes
SELECT range.range AS range FROM RANGE(0, 3) AS range(range) LIMIT 101

select unnest(generate_series(date '2013-01-01', date '2013-01-05', interval 1 day)) as d
-- becomes
SELECT UNNEST( GENERATE_SERIES(CAST('2013-01-01' AS DATE), CAST('2013-01-05' AS DATE), INTERVAL '1' DAY) ) AS d LIMIT 101

select d.day, count("OrderID") as n from generate_series(timestamp '2013-01-01', timestamp '2013-01-20', interval '1 day') as d(day) left join orders on placed_on = d.day group by 1
-- becomes
SELECT d.day AS day, COUNT(orders."OrderID") AS n FROM GENERATE_SERIES(CAST('2013-01-01' AS TIMESTAMP), CAST('2013-01-20' AS TIMESTAMP), INTERVAL '1' DAY) AS d(day) LEFT JOIN orders ON orders.placed_on = d.day GROUP BY d.day LIMIT 101

select * from range(5)

select i, i * i as square from range(1, 11) t(i)

select d::date as day, coalesce(sum(amount), 0) as s from generate_series(date '2013-01-01', date '2013-01-31', interval 1 day) g(d) left join orders on placed_on = d group by d order by d

select unnest(range(3)) as n

select unnest(generate_series(date '2013-01-01', date '2013-12-01', interval 1 month))::date as m

select h, count("OrderID") as n from range(24) t(h) left join orders on hour(placed_at) = h group by h order by h

select sum(a.range * b.range) as s from range(100) a, range(100) b

select list_transform(range(10), lambda x: x * x) as squares

select date '2013-01-01' + (n * interval 1 week) as week from generate_series(0, 51) t(n)
