-- [duckdb: what needs a network, an extension or another client, with the reason; counted apart]
SELECT * FROM 'https://example.org/x.csv' --! unshowable: needs the network and httpfs
SELECT * FROM read_csv('https://example.org/x.csv') --! unshowable: needs the network and httpfs
SELECT * FROM read_parquet('s3://bucket/x.parquet') --! unshowable: needs the network and httpfs
SELECT * FROM 's3://bucket/*.parquet' --! unshowable: needs the network and httpfs
SELECT * FROM 'hf://datasets/a/b.parquet' --! unshowable: needs the network and httpfs
COPY secret_salaries TO 's3://bucket/x.csv' --! unshowable: needs the network and httpfs
COPY (SELECT 1) TO 'https://example.org/x.csv' --! unshowable: needs the network and httpfs
ATTACH 'https://example.org/x.duckdb' --! unshowable: needs the network and httpfs
ATTACH 'dbname=x' AS p (TYPE postgres) --! unshowable: needs the postgres extension
ATTACH 'md:x' --! unshowable: needs the motherduck extension
SELECT * FROM sqlite_scan('x.sqlite', 't') --! unshowable: needs the sqlite extension
SELECT * FROM 'x.sqlite' --! unshowable: needs the sqlite extension
SELECT * FROM postgres_scan('dbname=x', 'public', 't') --! unshowable: needs the postgres extension
SELECT * FROM postgres_query('p', 'select 1') --! unshowable: needs the postgres extension
SELECT * FROM postgres_execute('p', 'drop table t') --! unshowable: needs the postgres extension
SELECT * FROM mysql_query('m', 'select 1') --! unshowable: needs the mysql extension
SELECT * FROM mysql_scan('m', 'd', 't') --! unshowable: needs the mysql extension
SELECT * FROM iceberg_scan('x') --! unshowable: needs the iceberg extension
SELECT * FROM delta_scan('x') --! unshowable: needs the delta extension
SELECT * FROM read_xlsx('x.xlsx') --! unshowable: needs the excel extension
SELECT * FROM 'x.xlsx' --! unshowable: needs the excel extension
SELECT * FROM st_read('x.shp') --! unshowable: needs the spatial extension
SELECT * FROM read_avro('x.avro') --! unshowable: needs the avro extension
SELECT * FROM read_arrow('x.arrow') --! unshowable: needs the arrow extension
SELECT * FROM read_gsheet('x') --! unshowable: needs a community extension
SELECT http_get('https://example.org') --! unshowable: needs a community extension
SELECT http_post('https://example.org', headers => MAP {}, params => MAP {}) --! unshowable: needs a community extension
SELECT * FROM shellfs('id |') --! unshowable: needs a community extension
SELECT * FROM 'id |' --! unshowable: needs the shellfs extension
SELECT getenv('HOME') --! unshowable: only the command line client has getenv
SELECT amount FROM orders WHERE note = getenv('HOME') --! known_functions | unshowable: only the command line client has getenv
SELECT * FROM from_substrait('x'::blob) --! unshowable: needs the substrait extension
SELECT * FROM sql_auto_complete('SELECT * FROM s') --! unshowable: needs the autocomplete extension
SELECT * FROM dbgen(sf = 1) --! unshowable: needs the tpch extension
SELECT * FROM tpch(1) --! unshowable: needs the tpch extension
SELECT * FROM tpch_queries() --! unshowable: needs the tpch extension
SELECT * FROM load_aws_credentials() --! unshowable: needs the aws extension
SELECT * FROM ducklake_snapshots('x') --! unshowable: needs the ducklake extension
SELECT * FROM read_text('/dev/stdin') --! unshowable: waits for somebody to type
SELECT * FROM python_map_function(1, 2) --! unshowable: needs a pointer of this process
SELECT * FROM arrow_scan(1, 2, 3) --! unshowable: reads memory at any address, which ends the process or not
SELECT * FROM pandas_scan(1) --! unshowable: reads memory at any address, which ends the process or not
SELECT * FROM python_arrow_scan(1, 2, 3) --! unshowable: reads memory at any address, which ends the process or not
SELECT * FROM seq_scan('secret_salaries') --! unshowable: the planner's own function, no form of it takes a name
LOAD httpfs --! read_only | unshowable: the wheel holds no httpfs, it would be fetched from the network
INSTALL httpfs --! read_only | unshowable: fetched from the network
INSTALL spatial FROM community --! unshowable: fetched from the network
FORCE INSTALL fts --! unshowable: fetched from the network
LOAD 'evil.duckdb_extension' --! unshowable: needs an extension built for this very engine
INSTALL 'https://example.org/x.duckdb_extension' --! unshowable: fetched from the network
UPDATE EXTENSIONS --! read_only | unshowable: it fetches new extensions from the network
-- [sqlite: what needs a network, an extension or another client, with the reason; counted apart]
SELECT load_extension('x') --! known_functions | unshowable: needs a library built for this engine
SELECT readfile('/etc/passwd') --! known_functions | unshowable: only the command line client has readfile
SELECT writefile('out.txt', 'x') --! unshowable: only the command line client has writefile
SELECT edit('x', 'id') --! unshowable: only the command line client has edit
SELECT * FROM fsdir('.') --! unshowable: only the command line client has fsdir
SELECT * FROM csv('f.csv') --! unshowable: needs the csv extension
SELECT * FROM generate_series(1, 5) --! known_functions | unshowable: only the command line client has generate_series
SELECT fts3_tokenizer('x', x'00') --! unshowable: needs a build with FTS3 tokenizers switched on
