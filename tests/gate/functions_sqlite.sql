-- Expressions over the table orders that pass the gate and give on SQLite what they give without it.
-- [numbers]
abs(-amount), round(amount, 1), round(amount), ceil(amount), ceiling(amount), floor(amount), sign(amount), sqrt(amount), power(amount, 2), pow(amount, 2), exp(quantity), ln(amount), log10(amount), quantity % 2, mod(quantity, 2), amount / 3, quantity / 2, 7 / 2, 6 & 3, 6 | 3, 1 << 2, 8 >> 1, ~1, max(quantity, 2), min(quantity, 2), greatest(quantity, 2), least(quantity, 2)
-- [text]
upper(status), lower(status), length(status), substr(status, 1, 2), substr(status, -2), substring(status, 2, 2), trim(' a '), ltrim(' a '), rtrim(' a '), trim('xax', 'x'), replace(status, 'a', 'b'), instr(status, 'a'), strpos(status, 'a'), status || '-' || note, unicode('a'), char(65), hex('a'), lpad(status, 6, '*'), rpad(status, 6, '*'), repeat(status, 2), levenshtein(status, 'pad'), "left"(status, 2), "right"(status, 2)
status like 'P%', status not like 'p%', status like 'p\%' escape '\', status glob 'p*', status regexp '^p', regexp_matches(status, '^p'), status collate nocase = 'PAID'
-- [conditions]
coalesce(note, status), ifnull(note, 'x'), nullif(status, 'paid'), iif(amount > 10, 'b', 's'), case when amount > 10 then 1 else 0 end, case status when 'paid' then 1 end, amount between 1 and 10, status in ('paid'), note is null, note is not null, note is 'a', note is not 'a', amount <> 5, amount != 5, amount == 5, typeof(amount), note isnull, note notnull, not amount > 5
-- [dates and times]
date(placed_on), date(placed_on, '+1 month'), date(placed_on, 'start of month', '-1 day'), datetime(placed_at), datetime(placed_at, '+1 hour'), time(placed_at), julianday(placed_on), unixepoch(placed_on), strftime('%Y-%m', placed_on), strftime('%w', placed_on, '+1 day'), date('now') is not null, current_date is not null, current_timestamp is not null
date_trunc('month', placed_on), date_trunc('week', placed_on), date_part('month', placed_on), date_part('isodow', placed_on), date_diff('day', placed_on, '2014-01-01'), date_diff('month', placed_on, '2014-01-01'), date_add('month', 1, placed_on), last_day(placed_on)
year(placed_on), quarter(placed_on), month(placed_on), week(placed_on), day(placed_on), dayofweek(placed_on), isodow(placed_on), dayofyear(placed_on), isoyear(placed_on), hour(placed_at), minute(placed_at), second(placed_at), epoch(placed_at)
-- [casts]
cast(amount as integer), cast(amount as text), cast(quantity as real), cast(amount as numeric), cast(strftime('%Y', placed_on) as integer)
-- [json]
json_extract('{"a":1}', '$.a'), '{"a":{"b":2}}' -> 'a', '{"a":2}' ->> 'a', '{"a":2}' ->> '$.a', json_array_length('[1]'), json_type('{}'), json_valid('{}'), json_array(1, 2), json_object('a', 1)
-- [aggregates]
count(*), count(note), count(distinct status), sum(amount), total(amount), avg(amount), min(amount), max(amount), sum(distinct quantity), sum(amount) filter (where status = 'paid'), group_concat(status), group_concat(status, '; '), group_concat(distinct status)
median(amount), quantile_cont(amount, 0.5), percentile_cont(amount, 0.5), mode(status), stddev(amount), stddev_samp(amount), stddev_pop(amount), variance(amount), var_samp(amount), var_pop(amount), corr(amount, quantity), covar_samp(amount, quantity), arg_max(status, amount), arg_min(status, amount), max_by(status, amount), min_by(status, amount)
-- [windows]
row_number() over (order by "OrderID"), rank() over (order by status), dense_rank() over (order by status), percent_rank() over (order by amount), cume_dist() over (order by amount), ntile(2) over (order by "OrderID"), lag(amount) over (order by "OrderID"), lag(amount, 2, 0) over (order by "OrderID"), lead(amount) over (order by "OrderID"), first_value(amount) over (order by "OrderID"), last_value(amount) over (order by "OrderID"), nth_value(amount, 2) over (order by "OrderID"), sum(amount) over (partition by status order by "OrderID" rows between 1 preceding and current row), count(*) over ()
