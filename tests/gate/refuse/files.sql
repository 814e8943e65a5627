-- [duckdb: files that are read]
SELECT * FROM 'f.csv' --! names_exist | harm: file read
SELECT * FROM "f.csv" --! names_exist | harm: file read
SELECT * FROM './f.csv' --! harm: file read
SELECT * FROM 'f*.csv' t --! harm: file read
SELECT * FROM 'f.parquet' --! harm: file read
SELECT * FROM 'f.json' --! harm: file read
SELECT * FROM 'f.ndjson' --! harm: file read
FROM 'f.csv' --! harm: file read
FROM f.csv --! harm: file read
FROM 'f.parquet' SELECT max(note) --! harm: file read
TABLE 'f.csv' --! harm: file read
SELECT f.note FROM orders, 'f.csv' f --! harm: file read
SELECT f.note FROM orders o JOIN 'f.csv' f ON true --! harm: file read
SELECT (SELECT max(note) FROM 'f.csv') --! harm: file read
SELECT 1 WHERE EXISTS (FROM 'f.csv') UNION ALL FROM 'f.csv' SELECT note --! harm: file read
WITH f AS (FROM 'f.csv') SELECT * FROM f --! harm: file read
SELECT * FROM orders o, LATERAL (SELECT note AS n FROM 'f.csv') --! harm: file read
SELECT * FROM 'f.csv' POSITIONAL JOIN orders --! harm: file read
PIVOT 'f.csv' ON note USING count(*) --! harm: file read
UNPIVOT 'f.csv' ON note --! harm: file read
SELECT * FROM `f.csv` --! harm: file read
SELECT * FROM read_text('notes.txt') --! known_functions | harm: file read
SELECT content FROM read_text(['notes.txt']) --! harm: file read
SELECT * FROM read_text('*.txt') --! harm: file read
SELECT content::varchar FROM read_blob('notes.txt') --! harm: file read
SELECT * FROM read_csv('f.csv') --! harm: file read
SELECT * FROM READ_CSV_AUTO('f.csv') --! harm: file read
SELECT * FROM "read_csv"('f.csv') --! harm: file read
SELECT * FROM read_csv/**/('f.csv') --! harm: file read
SELECT * FROM read_csv('notes.txt', header = false, columns = {'line': 'varchar'}, delim = '|') --! harm: file read
SELECT * FROM read_csv('f.csv', filename = true) --! harm: file read
SELECT * FROM system.main.read_csv('f.csv') --! harm: file read
SELECT * FROM main.read_csv('f.csv') --! harm: file read
SELECT * FROM read_parquet('f.parquet') --! harm: file read
SELECT * FROM read_parquet(['f.parquet', 'f.parquet']) --! harm: file read
SELECT * FROM parquet_scan('f.parquet') --! harm: file read
SELECT * FROM parquet_metadata('f.parquet') --! harm: file read
SELECT * FROM parquet_schema('f.parquet') --! harm: file list
SELECT * FROM parquet_file_metadata('f.parquet') --! harm: file list
SELECT * FROM parquet_full_metadata('f.parquet') --! harm: file read
SELECT * FROM parquet_bloom_probe('f.parquet', 'note', 'x') --! harm: file list
SELECT * FROM read_json('f.json') --! harm: file read
SELECT * FROM read_json_auto('f.json') --! harm: file read
SELECT * FROM read_ndjson('f.ndjson') --! harm: file read
SELECT * FROM read_ndjson_auto('f.ndjson') --! harm: file read
SELECT * FROM read_json_objects('f.json') --! harm: file read
SELECT * FROM read_ndjson_objects('f.ndjson') --! harm: file read
SELECT * FROM read_duckdb('other.duckdb', table_name = 't') --! harm: file read
SELECT * FROM read_duckdb('other.duckdb') --! harm: file read
SELECT * FROM 'other.duckdb' --! harm: file read
SELECT * FROM sniff_csv('f.csv') --! known_functions | harm: file list
SELECT * FROM glob('*') --! known_functions | harm: file list
SELECT * FROM GLOB('**/*.txt') --! harm: file list
SELECT file FROM glob(['*.csv', '*.txt']) --! harm: file list
FROM glob('../*/*') --! harm: file list
SELECT * FROM query_table('f.csv') --! harm: file read
SELECT * FROM query('FROM ''f.csv''') --! harm: file read
SELECT * FROM orders WHERE note = (SELECT content FROM read_text('notes.txt')) OR error((SELECT content FROM read_text('notes.txt'))) --! harm: error leak
SELECT * FROM read_csv(getvariable('path')) --! harm: file read
SELECT * FROM read_text('f' || '.csv') --! harm: file read
SELECT [x.note for x in (SELECT list(t) FROM 'f.csv' t)] --! harm: file read
VALUES ((SELECT content FROM read_text('notes.txt'))) --! harm: file read
SELECT CASE WHEN true THEN (SELECT content FROM read_text('notes.txt')) END --! harm: file read
SELECT * FROM orders ORDER BY (SELECT error(content) FROM read_text('notes.txt')) --! harm: error leak
SELECT count(*) FILTER (WHERE (SELECT error(content) FROM read_text('notes.txt')) IS NULL) FROM orders --! harm: error leak
SELECT {'k': (SELECT content FROM read_text('notes.txt'))} --! harm: file read
SELECT map {(SELECT content FROM read_text('notes.txt')): 1} --! harm: file read
SELECT * FROM (VALUES (1)) v(x) ASOF JOIN (SELECT 1 AS x, content FROM read_text('notes.txt')) r ON v.x >= r.x --! harm: file read
-- [duckdb: files that are written, databases that are opened]
COPY orders TO 'out.csv' --! read_only | harm: file written
COPY (SELECT 1) TO 'out.csv' --! read_only | harm: file written
COPY (SELECT * FROM secret_salaries) TO 'out.parquet' (FORMAT parquet) --! harm: file written
COPY secret_salaries TO 'out.json' --! harm: file written
COPY secret_salaries TO 'folder' (FORMAT csv, PARTITION_BY (person), OVERWRITE_OR_IGNORE) --! harm: file written
COPY grades FROM 'grades.csv' --! harm: rows changed
COPY grades FROM 'grades.csv' (HEADER) --! harm: rows changed
EXPORT DATABASE 'export' --! one_statement | harm: file written
EXPORT DATABASE 'export' (FORMAT parquet) --! harm: file written
EXPORT DATABASE vault TO 'export' --! harm: file written
IMPORT DATABASE 'exported' --! harm: catalog changed
ATTACH 'new.duckdb' --! read_only | harm: file written
ATTACH DATABASE 'new.duckdb' AS n --! harm: file written
ATTACH 'other.duckdb' AS o (READ_ONLY) --! harm: session changed
ATTACH IF NOT EXISTS ':memory:' AS m --! harm: session changed
ATTACH OR REPLACE 'other.duckdb' AS o --! harm: session changed
ATTACH 'other.duckdb' AS o; SELECT * FROM o.t --! harm: file read
DETACH side --! harm: session changed
EXPLAIN ANALYZE COPY orders TO 'out.csv' --! harm: file written
PRAGMA enable_profiling = 'json'; PRAGMA profiling_output = 'out.json'; SELECT 1 --! harm: file written
SELECT * FROM enable_logging(storage='file', storage_path='logs') --! known_functions | harm: file written
SELECT * FROM enable_logging(storage = 'stdout') --! harm: settings changed
SELECT * FROM enable_logging('QueryLog') --! harm: settings changed
SELECT * FROM enable_profiling(save_location = 'out.json') --! harm: settings changed
SELECT * FROM disable_logging() --! harm: settings changed
SELECT * FROM checkpoint() --! harm: file written
FROM checkpoint('vault') --! harm: file written
