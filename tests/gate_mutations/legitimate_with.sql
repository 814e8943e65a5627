-- Statements that begin with another word than SELECT, one a line.
WITH a AS (SELECT customer_id, sum(amount) AS total FROM orders GROUP BY customer_id) SELECT t1.name, t2.total FROM customers AS t1 JOIN a AS t2 ON t1.id = t2.customer_id WHERE ‹t2.total› > 20
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 6) SELECT i, ‹i * i› AS square FROM n
FROM orders
FROM orders AS t1 SELECT t1.status, count(*) AS n GROUP BY t1.status
FROM customers WHERE region = 'EU'
PIVOT orders ON status IN ('paid', 'open') USING sum(amount) GROUP BY customer_id
FROM (UNPIVOT (SELECT id, weight, id * 2.0 AS twice FROM extras) ON weight, twice INTO NAME what VALUE much) AS t1 SELECT t1.id, t1.much
(SELECT id FROM employees ORDER BY id LIMIT 3) UNION ALL (SELECT id FROM customers ORDER BY id DESC LIMIT 2)
VALUES (1, 'a'), (2, 'b')
