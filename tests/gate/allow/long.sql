-- [duckdb: long and deep, as people and tools write them]
select amount {{90*
 + 1 - 1}} as x
from orders

select {{299*amount as a,
 }}status
from orders

with s as (select * from orders), u as ({{60*select status, amount from s where amount > 1 union all
}} select status, amount from s)
select status, count(*), sum(amount) from u group by status

select case {{250*when amount = 12345 then 'never'
 }}when amount > 10 then 'big' else 'small' end as size from orders

select amount from orders where status = 'paid' {{200*or (status = 'none' and amount > 0)
}}

select {{20*coalesce(}}note{{20*, 'x')}} as c from orders

select m from {{12*(select * from }}(select max(amount) as m from orders) as t{{12*) as t}}
