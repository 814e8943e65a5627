-- [duckdb: lists, structs, JSON]

select o."OrderID", u.part from orders o, unnest(string_split(o.note, ',')) as u(part)
-- becomes
SELECT o."OrderID" AS "OrderID", u.part AS part FROM orders AS o JOIN UNNEST(STR_SPLIT(o.note, ',')) AS u(part) ON TRUE LIMIT 101

select unnest(string_split(note, ',')) as part from orders
-- becomes
SELECT UNNEST(STR_SPLIT(orders.note, ',')) AS part FROM orders LIMIT 101

select s.a from (select {'a': 1} as s)
-- becomes
SELECT _0.s.a AS a FROM ( SELECT {'a': 1} AS s ) AS _0 LIMIT 101

select list_filter(list(amount order by amount), lambda x : x > 6) as big from orders
-- becomes
SELECT LIST_FILTER(ARRAY_AGG(orders.amount ORDER BY orders.amount), LAMBDA x : x > 6) AS big FROM orders

select key, value from json_each('{"a":1}')
-- becomes
SELECT _0.key AS key, _0.value AS value FROM JSON_EACH('{"a":1}') AS _0 LIMIT 101

select c.name, j.value from customers c, json_each('[1, 2]') j
-- becomes
SELECT c.name AS name, j.value AS value FROM customers AS c, JSON_EACH('[1, 2]') AS j LIMIT 101

select tags[1] as first, len(tags) as n, list_contains(tags, 'b') as has_b, 'a' in tags as has_a from readings

select sensor, unnest(tags) as tag from readings

select r.sensor, t.tag from readings r, unnest(r.tags) as t(tag)

select list_transform([1, 2, 3], lambda x: x * 2) as doubled, list_filter([1, 2, 3], lambda x: x > 1) as big, list_reduce([1, 2, 3], lambda a, b: a + b) as total

select list_transform(tags, lambda t: upper(t) || '!') as loud, list_filter(tags, lambda t, i: i > 1) as rest from readings

select [x * 2 for x in [1, 2, 3] if x > 1] as comprehended, [upper(t) for t in tags] as t from readings

select list_transform([[1, 2], [3]], lambda l: list_transform(l, lambda x: x + 1)) as nested

select info.unit, info.n + 1 as n1, info['unit'] as u, struct_extract(info, 'n') as n from readings

select readings.info.unit as u from readings where readings.info.n is not null

select r.info.n as n from readings r order by r.info.n nulls last

select {'a': 1, 'b': {'c': [1, 2]}}.b.c[2] as deep, struct_pack(x := 1, y := 'z').y as y, row(1, 'a') as r

select marks['p'] as p, map_keys(marks) as k, cardinality(marks) as n, map_entries(marks) as e from readings

select map {'a': 1, 'b': 2}['b'] as b, map(['x', 'y'], [1, 2]) as m

select extra ->> 'w' as w, extra -> '$.k[0]' as k0, json_array_length(extra -> 'k') as n, extra ->> '$.w' as w2 from readings

select json_extract_string(extra, '$.w') as w, json_type(extra) as t, json_keys(extra) as k, json_valid('{}') as v from readings

select j.key, j.value from readings r, json_each(r.extra) j where r.extra is not null

select to_json({'a': 1, 'b': [1, 2]}) as j, json_object('n', 1) as o, json_array(1, 'x') as a

select sensor, list(value order by taken) as v, list_avg(list(value)) as m, list_sort(list(distinct sensor)) as s from readings group by sensor

select [1, 2, 3, 4][2:3] as s, [3, 1, 2][-1] as l, list_sort([3, 1, 2]) as o, list_distinct([1, 1]) as d, flatten([[1], [2, 3]]) as f, array_to_string(['a', 'b'], '-') as t

select unnest([1, 2, 3]) as n, unnest(['a', 'b', 'c']) as s

select unnest({'a': 1, 'b': 2})

select string_split(note, ',') as parts, string_split(note, ',')[1] as head, list_aggregate([1, 2], 'sum') as s, list_zip([1, 2], ['a', 'b']) as z from orders

select array_agg({'o': "OrderID", 'a': amount} order by "OrderID") as l from orders where status = 'paid'

select list_where([1, 2, 3], [true, false, true]) as w, list_unique([1, 1, 2]) as u, list_concat([1], [2]) as c, list_slice([1, 2, 3], 1, 2) as s
