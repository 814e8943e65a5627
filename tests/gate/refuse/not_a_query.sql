-- [duckdb: what cannot be read, or names what is not there; it does no harm]
SELECT FROM orders --! one_statement
SELECT amount FROM orders WHERE --! one_statement
SELECT amount, FROM --! one_statement
SELECT (amount FROM orders --! one_statement
SELECT 'abc FROM orders --! one_statement
SELEC amount FROM orders --! one_statement
how many orders? --! one_statement
SELECT amount FROM orders ORDER amount --! one_statement
SELECT top 3 amount FROM orders --! one_statement
hello --! read_only
SELECT revneue FROM orders --! names_resolve
SELECT ammount FROM orders --! names_resolve
SELECT region FROM orders --! names_resolve
SELECT id FROM orders JOIN customers ON customer_id = id JOIN customers c2 ON c2.id=customer_id --! names_resolve
SELECT zzz FROM orders --! names_resolve
SELECT o.ammount FROM orders o --! names_resolve
SELECT x.amount FROM orders o --! names_resolve
SELECT t.foo FROM (SELECT amount FROM orders) t --! names_resolve
SELECT getvariable FROM orders --! names_resolve
SELECT name FROM customers c ORDER BY c.c --! names_resolve
