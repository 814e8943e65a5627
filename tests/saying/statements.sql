SELECT count(*) FROM flights
SELECT origin, dest FROM flights
SELECT DISTINCT origin FROM flights ORDER BY origin
SELECT * FROM airlines
SELECT carrier FROM flights WHERE dep_delay > 60 LIMIT 7
SELECT avg(dep_delay), max(arr_delay), min(arr_delay), median(distance), stddev(air_time) FROM flights
SELECT count(DISTINCT dest) FROM flights WHERE origin IN ('JFK', 'LGA')
SELECT origin, count(*) AS n FROM flights GROUP BY origin HAVING count(*) >= 1000 ORDER BY n DESC LIMIT 3
SELECT origin, sum(distance) FROM flights GROUP BY origin HAVING avg(dep_delay) BETWEEN 3 AND 9
SELECT a.name, avg(f.dep_delay) AS d FROM flights f LEFT JOIN airlines a ON f.carrier = a.carrier GROUP BY a.name ORDER BY d
SELECT a.name, count(*) FROM flights f JOIN airlines a USING (carrier) WHERE a.name ILIKE '%jet%' GROUP BY a.name
SELECT date_trunc('month', time_hour) AS m, count(*) FROM flights GROUP BY 1 ORDER BY 1
SELECT date_trunc('quarter', order_date) AS q, sum(amount) FROM order_items i LEFT JOIN orders o ON i.order_id = o.order_id GROUP BY q
SELECT date_part('isodow', time_hour) AS d, avg(arr_delay) FROM flights GROUP BY 1
SELECT extract(hour FROM time_hour) AS h, count(*) FROM flights GROUP BY h HAVING count(*) < 50
SELECT month(day) AS m, year(day) AS y, count(*) FROM flights GROUP BY ALL
SELECT count(*) FROM flights WHERE time_hour >= DATE '2013-03-01' AND time_hour < DATE '2013-04-01'
SELECT count(*) FROM flights WHERE time_hour >= TIMESTAMP '2013-03-01 06:30:00' AND time_hour < TIMESTAMP '2013-03-01 09:00:00'
SELECT count(*) FROM flights WHERE day = DATE '2013-12-24' OR day = DATE '2013-12-25'
SELECT count(*) FROM flights WHERE day BETWEEN DATE '2013-02-01' AND DATE '2013-02-28'
SELECT count(*) FROM flights WHERE time_hour BETWEEN DATE '2013-02-01' AND DATE '2013-02-27'
SELECT count(*) FROM flights WHERE day > DATE '2013-06-30' AND day <= DATE '2013-09-15'
SELECT count(*) FROM orders WHERE order_date >= '2025-01-01' AND order_date < '2026-01-01'
SELECT count(*) FROM flights WHERE NOT (origin = 'JFK' AND dest = 'LAX')
SELECT count(*) FROM flights WHERE (origin = 'JFK' OR origin = 'EWR') AND dest <> 'BOS'
SELECT count(*) FROM flights WHERE origin NOT IN ('JFK') AND dest NOT LIKE 'B%' AND carrier LIKE '%A'
SELECT count(*) FROM flights WHERE dest LIKE 'B_S' OR dest LIKE '50\%%' ESCAPE '\'
SELECT count(*) FROM flights WHERE dep_delay IS NULL AND arr_delay IS NOT NULL
SELECT count(*) FROM flights WHERE late AND NOT late IS FALSE
SELECT count(*) FROM flights WHERE dep_delay NOT BETWEEN -5 AND 15
SELECT count(*) FROM flights WHERE regexp_matches(dest, '^[A-C]') AND starts_with(origin, 'J')
SELECT count(*) FROM flights WHERE dep_delay IS DISTINCT FROM 12
SELECT avg(CASE WHEN dep_delay > 15 THEN 1.0 WHEN dep_delay IS NOT NULL THEN 0.0 END) AS s FROM flights
SELECT carrier, avg(CASE WHEN arr_delay > 30 THEN 1.0 ELSE 0.0 END) AS s FROM flights GROUP BY carrier
SELECT sum(amount) * 1.0 / NULLIF(count(DISTINCT order_id), 0) AS v FROM order_items
SELECT status, sum(amount) * 1.0 / NULLIF(sum(sum(amount)) OVER (), 0) FROM order_items i LEFT JOIN orders o ON i.order_id = o.order_id GROUP BY status
SELECT origin, dest, count(*) * 1.0 / NULLIF(sum(count(*)) OVER (PARTITION BY origin), 0) AS s FROM flights GROUP BY origin, dest
SELECT count(*) FILTER (WHERE status = 'returned') AS r, sum(quantity) FILTER (WHERE discount > 0.1) FROM order_items i JOIN orders o ON o.order_id = i.order_id
SELECT sum(CASE WHEN status = 'open' THEN 1 ELSE 0 END), count(CASE WHEN city = 'Boston' THEN o.order_id END) FROM orders o LEFT JOIN customers c ON o.customer_id = c.customer_id
SELECT sum(quantity * amount * (1 - discount)) FROM order_items
SELECT CASE WHEN distance < 500 THEN 'short' WHEN distance < 1500 THEN 'middle' ELSE 'long' END AS b, count(*) FROM flights GROUP BY b
SELECT CASE segment WHEN 'Consumer' THEN 'private' ELSE 'business' END AS s, count(*) FROM customers GROUP BY 1
SELECT customer_name FROM customers c WHERE NOT EXISTS (SELECT 1 FROM orders o WHERE o.customer_id = c.customer_id)
SELECT customer_name FROM customers c WHERE EXISTS (SELECT 1 FROM orders o WHERE o.customer_id = c.customer_id AND o.status = 'open' AND o.order_date >= DATE '2026-01-05')
SELECT name FROM airlines a WHERE EXISTS (SELECT 1 FROM flights f WHERE f.dest = 'HNL' AND f.distance > 4000)
SELECT origin FROM flights WHERE dep_delay > (SELECT avg(dep_delay) FROM flights WHERE month = 7)
SELECT customer_name FROM customers WHERE customer_id IN (SELECT customer_id FROM orders WHERE status = 'open')
SELECT customer_name FROM customers WHERE customer_id NOT IN (SELECT customer_id FROM orders GROUP BY customer_id HAVING count(*) > 4)
WITH m AS (SELECT month, count(*) AS n FROM flights GROUP BY month) SELECT month, n FROM m WHERE n > (SELECT avg(n) FROM m)
WITH g AS (SELECT origin, dest, count(*) AS n FROM flights GROUP BY 1, 2), r AS (SELECT *, row_number() OVER (PARTITION BY origin ORDER BY n DESC) AS place FROM g) SELECT origin, dest, n FROM r WHERE place <= 2
SELECT max(n) FROM (SELECT carrier, count(*) AS n FROM flights WHERE month = 5 GROUP BY carrier) AS t
SELECT origin FROM flights UNION SELECT dest FROM flights WHERE distance > 900
SELECT origin FROM flights EXCEPT SELECT dest FROM flights WHERE month = 2 ORDER BY 1 LIMIT 4
SELECT carrier FROM flights WHERE month = 1 INTERSECT SELECT carrier FROM airlines
SELECT month, sum(distance), lag(sum(distance)) OVER (ORDER BY month) AS before FROM flights GROUP BY month
SELECT day, avg(count(*)) OVER (ORDER BY day ROWS BETWEEN 6 PRECEDING AND CURRENT ROW) FROM flights GROUP BY day
SELECT origin, dest FROM flights QUALIFY rank() OVER (PARTITION BY origin ORDER BY distance DESC) = 1
SELECT a.origin, b.dest FROM flights a JOIN flights b ON a.dest = b.origin AND a.distance < b.distance LIMIT 9
SELECT c.city, o.status FROM customers c FULL JOIN orders o ON c.city = o.status
SELECT c.city, count(o.order_id) FROM customers c LEFT JOIN orders o ON o.customer_id = c.customer_id GROUP BY c.city
SELECT a.name, c.city FROM airlines a CROSS JOIN customers c OFFSET 5
SELECT origin, dest, sum(distance) FROM flights GROUP BY ROLLUP (origin, dest)
SELECT quantile_cont(dep_delay, 0.95), arg_max(dest, distance), approx_count_distinct(carrier) FROM flights
SELECT coalesce(city, 'unknown') AS c, round(avg(quantity), 2), upper(segment) FROM customers, order_items GROUP BY ALL
SELECT strftime(day, '%Y-%m') AS ym, list(DISTINCT origin) FROM flights GROUP BY 1
SELECT day + INTERVAL 3 DAY, cast(distance AS DOUBLE) / 1.6, dep_delay % 60 FROM flights ORDER BY distance DESC, day
SELECT f.origin FROM flights f ASOF JOIN orders o ON f.day >= o.order_date
SELECT DISTINCT ON (origin) origin, dest FROM flights ORDER BY origin, distance DESC
SELECT sum(distance) OVER w FROM flights WINDOW w AS (PARTITION BY month ORDER BY day)
WITH RECURSIVE n AS (SELECT 1 AS i UNION ALL SELECT i + 1 FROM n WHERE i < 12) SELECT i FROM n
SELECT * FROM (SELECT origin, month, distance FROM flights) PIVOT (sum(distance) FOR month IN (1, 2))
SELECT o.status FROM orders o WHERE o.order_date = (SELECT max(p.order_date) FROM orders p WHERE p.customer_id = o.customer_id)
