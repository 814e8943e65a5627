-- One statement a line. ‹ › mark what may get brackets; t1 and t2 may get other names.
SELECT * FROM orders
SELECT t1."OrderID", ‹t1.amount› FROM orders AS t1 WHERE ‹t1.amount› > ‹10›
SELECT status, count(*) AS n, sum(‹amount›) AS total FROM orders GROUP BY status ORDER BY total DESC
SELECT t1.status, t2.region, round(avg(‹t1.amount›), 2) AS mean FROM orders AS t1 JOIN customers AS t2 ON t1.customer_id = ‹t2.id› GROUP BY t1.status, t2.region
SELECT region, count(DISTINCT ‹customer_id›) AS n FROM orders JOIN customers ON customer_id = id GROUP BY region
SELECT t1."user", t1."set", t1.日期 FROM customers AS t1 WHERE t1.日期 IS NOT NULL
SELECT name, region FROM customers WHERE region IN ('EU', 'US') OR ‹region› IS NULL
SELECT date_trunc('month', ‹placed_on›) AS m, sum(amount) AS s FROM orders GROUP BY 1 ORDER BY 1
SELECT extract(year FROM placed_at) AS y, count(*) AS n FROM orders GROUP BY y
SELECT "OrderID", row_number() OVER (PARTITION BY status ORDER BY "OrderID") AS place FROM orders QUALIFY place <= 2
SELECT t1."OrderID", sum(t1.quantity) OVER (ORDER BY t1."OrderID" ROWS BETWEEN 2 PRECEDING AND CURRENT ROW) AS s FROM orders AS t1
SELECT "OrderID", lag(amount) OVER (ORDER BY "OrderID") AS before, amount - lag(amount) OVER (ORDER BY "OrderID") AS change FROM orders
SELECT CASE WHEN ‹amount› >= 50 THEN 'big' WHEN amount >= 20 THEN 'middle' ELSE 'small' END AS size, count(*) AS n FROM orders GROUP BY ALL
SELECT team, count(*) AS n FROM employees GROUP BY ROLLUP (team)
SELECT status, quantity, count(*) AS n FROM orders GROUP BY GROUPING SETS ((status), (quantity), ())
SELECT id, ‹name› FROM employees WHERE name LIKE 'Worker%' AND NOT team = 'a'
SELECT note FROM orders WHERE note = 'it''s' OR note ILIKE '%X%'
SELECT 'DROP TABLE orders; --' AS said, '/* no comment */' AS said_too, 'a "quoted" word' AS q FROM employees
SELECT max("OrderID") FILTER (WHERE status = 'paid') AS latest FROM orders
SELECT id, unnest(tags) AS tag FROM extras
SELECT id, info.city AS city, ‹info.pin› + 1 AS pin FROM extras
SELECT id, list_transform(tags, lambda x: upper(x)) AS t FROM extras
SELECT id, len(tags) AS n, tags[1] AS first_tag FROM extras WHERE list_contains(tags, 'all')
SELECT id, doc->>'k' AS k, json_extract(doc, '$.n') AS n FROM extras
SELECT t1.id, t1."Home Town" FROM extras AS t1 WHERE t1."Home Town" <> 'Oslo' ORDER BY t1.weight DESC NULLS LAST
SELECT sum(weight) AS w, median(weight) AS m, quantile_cont(weight, 0.9) AS q FROM extras
SELECT t1.name FROM customers AS t1 WHERE EXISTS (SELECT 1 FROM orders AS t2 WHERE t2.customer_id = t1.id AND ‹t2.amount› > 80)
SELECT t1.id FROM customers AS t1 WHERE t1.id NOT IN (SELECT customer_id FROM orders WHERE status = 'sent')
SELECT t1.id, (SELECT max(t2.amount) FROM orders AS t2 WHERE t2.customer_id = t1.id) AS most FROM customers AS t1
SELECT status FROM orders WHERE amount > 50 UNION SELECT team FROM employees
SELECT customer_id FROM orders INTERSECT SELECT id FROM customers
SELECT id FROM customers EXCEPT SELECT customer_id FROM orders WHERE status = 'open'
SELECT t1.id, t2."OrderID" FROM customers AS t1 LEFT JOIN orders AS t2 ON t2.customer_id = t1.id AND t2.status = 'open'
SELECT t1.id, t2.id AS other FROM employees AS t1 JOIN employees AS t2 ON t1.id = t2.id + 1
SELECT * EXCLUDE (note, placed_at) FROM orders WHERE "OrderID" BETWEEN 3 AND 9
SELECT * REPLACE (upper(status) AS status) FROM orders
SELECT DISTINCT ON (status) status, "OrderID" FROM orders ORDER BY status, "OrderID"
SELECT coalesce(note, 'none') AS note, nullif(status, 'paid') AS s FROM orders
SELECT ‹‹amount› * ‹quantity›› AS product, amount / 2 AS half, quantity // 2 AS whole, quantity % 2 AS rest FROM orders
SELECT count(*) AS n FROM orders WHERE placed_on >= DATE '2013-03-01' AND placed_on < DATE '2013-03-01' + INTERVAL 2 MONTH
SELECT strftime(placed_on, '%Y-%m') AS m, ‹count(*)› AS n FROM orders GROUP BY m HAVING count(*) > 1
SELECT string_agg(note, ', ' ORDER BY "OrderID") AS notes, list(quantity ORDER BY "OrderID") AS q FROM orders
SELECT regexp_replace(note, '[a-z]+', '#', 'g') AS n, note ~ 'a.*' AS m FROM orders
SELECT t1.value FROM (VALUES (1, 'a'), (2, 'b')) AS t1(value, word) WHERE word = 'b'
SELECT arg_max("OrderID", amount) AS top, min_by(status, "OrderID") AS s FROM orders
SELECT {'a': quantity, 'b': status} AS s, [quantity, 2] AS l, MAP {'k': status} AS m FROM orders
SELECT cast(amount AS INTEGER) AS a, quantity::VARCHAR AS b, try_cast(note AS INTEGER) AS c FROM orders
SELECT i FROM range(5) AS t1(i) WHERE i <> 2
SELECT t1.status, t1.n FROM (SELECT status, count(*) AS n FROM orders GROUP BY status) AS t1 WHERE t1.n > 3
SELECT t1.region, t2.latest FROM customers AS t1, LATERAL (SELECT max(placed_on) AS latest FROM orders WHERE customer_id = t1.id) AS t2
