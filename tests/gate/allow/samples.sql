-- [duckdb: samples, of which only the number of rows or a subset can be compared]
select "OrderID" from orders tablesample reservoir(3 rows)

select "OrderID" from orders using sample 4

select "OrderID" from orders using sample 3 rows

select "OrderID" from orders using sample 50 percent (bernoulli)

select "OrderID" from orders tablesample 40%

select "OrderID" from orders tablesample bernoulli(50 percent)

select "OrderID" from orders tablesample system(100 percent)

select "OrderID" from orders using sample reservoir(2 rows) repeatable (7)

select "OrderID" from orders using sample 50% (system, 377)

select "OrderID" from (select * from orders where status = 'paid') using sample 2

select o."OrderID" from orders o tablesample reservoir(5 rows), (select 1 as x)
