-- Expressions over the table orders that pass the gate and give on SQLite what they give without it.
-- [numbers]
acos(0.5), acosh(1.5), asin(0.5), asinh(0.5), atan(0.5), atan2(1, 2), atanh(0.5), cos(1), cosh(1), degrees(1), radians(1), pi(), sin(1), sinh(1), tan(1), tanh(1), trunc(2.7)
-- [text and dates]
quote(status), current_time is not null, likely(amount > 1), unlikely(amount > 1), likelihood(amount > 1, 0.5)
-- [json]
json('{"a": 1}'), json_group_array(quantity), json_group_object(status, quantity), json_insert('{"a":1}', '$.b', 2), json_patch('{"a":1}', '{"b":2}'), json_quote(status), json_remove('{"a":1}', '$.a'), json_replace('{"a":1}', '$.a', 2), json_set('{"a":1}', '$.a', 2), json_set('{"a":1}', '$.b', 2, '$.c', 3), json_remove('{"a":1,"b":2}', '$.a', '$.b')
