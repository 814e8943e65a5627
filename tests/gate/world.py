"""The data of the exam: what a person may see, and beside it everything that a person may not.

Owns the tables, the secrets among them and the files in the folder; two worlds differ only in what is hidden, so that
whoever can tell them apart has learnt something.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Literal

World = Literal["a", "b"]
Run = Callable[[str], object]

SHARED = (
    'create table orders("OrderID" integer, customer_id integer, amount decimal(10,2), status varchar, placed_on date,'
    " placed_at timestamp, quantity integer, note varchar)",
    "insert into orders values"
    " (1, 1, 10.5, 'paid', '2013-01-05', '2013-01-05 10:20:30', 1, 'a'),"
    " (2, 1, 20, 'open', '2013-01-15', '2013-01-15 11:00:00', 2, null),"
    " (3, 2, 5.25, 'paid', '2013-02-01', '2013-02-01 00:00:00', 3, 'x,y'),"
    " (4, 3, 100, 'void', '2013-03-31', '2013-03-31 23:59:59', 4, 'B'),"
    " (5, 3, 7, 'paid', '2013-05-01', '2013-05-01 12:00:00', null, 'it''s'),"
    " (6, null, 1, 'open', null, null, 1, 'z')",
    'create table customers(id integer, name varchar, region varchar, "user" varchar, "set" integer, version varchar,'
    " 日期 date, ssn varchar)",
    "insert into customers values"
    " (1, 'Ann', 'EU', 'ann1', 3, 'v1', '2013-01-01', '111'), (2, 'Bob', 'US', 'bob2', 1, 'v2', '2013-02-01', '222'),"
    " (3, '陈', 'EU', 'c3', 2, 'v1', null, '333'), (4, 'Dee', null, 'd4', null, 'v3', '2013-04-01', '444')",
    "create table employees(id integer, name varchar, team varchar, manager_id integer, hired date, salary integer)",
    "create table prices(item varchar, since date, price decimal(8,2))",
    "insert into prices values ('a', '2013-01-01', 1.5), ('a', '2013-02-01', 2), ('B', '2013-01-10', 3),"
    " ('B', '2013-03-15', 4.25)",
    'create table "sales by day"("the day" date, "Net Amount" decimal(8,2), "group" varchar, "order" integer)',
    "insert into \"sales by day\" values ('2013-01-05', 10, 'x', 1), ('2013-01-06', 12.5, 'y', 2),"
    " ('2013-01-07', 3, 'x', 3), ('2013-01-09', 4, 'y', 4)",
)
READINGS = (
    "create table readings(taken timestamp, sensor varchar, value double, tags varchar[], info struct(unit varchar, n integer),"
    " extra json, marks map(varchar, integer))",
    "insert into readings values"
    " ('2013-01-01 00:00', 's1', 1.5, ['a', 'b'], {'unit': 'C', 'n': 1}, '{\"k\": [1, 2], \"w\": \"x\"}', map {'p': 1}),"
    " ('2013-01-01 00:10', 's1', 2.5, ['b'], {'unit': 'C', 'n': 2}, '{\"k\": [], \"w\": \"y\"}', map {'p': 2, 'q': 3}),"
    " ('2013-01-01 01:00', 's2', null, [], {'unit': 'F', 'n': null}, null, map {}),"
    " ('2013-01-02 02:00', 's2', 9, null, null, '{\"w\": null}', null)",
)
SALARIES = {"a": (770077, 770088, 770099, 770066, 770055), "b": (770055, 770066, 770099, 770088, 770077)}
PAY = {"a": 987654, "b": 123451}


def hidden(world: World) -> tuple[str, ...]:
    """What is in the database of either engine and not in the catalog."""
    people = (
        (1, "Kim", "a", "null", "2010-01-01"),
        (2, "Lee", "a", "1", "2011-02-01"),
        (3, "Mia", "b", "1", "2012-03-01"),
        (4, "Noa", "b", "3", "2013-04-01"),
        (5, "Oz", "b", "3", "2013-01-20"),
    )
    rows = ", ".join(
        f"({number}, '{name}', '{team}', {manager}, '{hired}', {salary})"
        for (number, name, team, manager, hired), salary in zip(people, SALARIES[world], strict=True)
    )
    return (
        f"insert into employees values {rows}",
        "create table secret_salaries(person varchar, pay integer)",
        f"insert into secret_salaries values ('Ann', {PAY[world]})" + (", ('Bo', 1)" if world == "b" else ""),
        "create view pay_view as select * from secret_salaries",
    )


def hidden_duckdb(world: World) -> tuple[str, ...]:
    """What only DuckDB can hide: schemas, macros, sequences, types, a table named like a function."""
    pay = PAY[world]
    return (
        "create table grades(grade varchar primary key, points integer)",
        "insert into grades values ('a', 1)",
        "create schema hr",
        f"create table hr.pay as select 'Ann' as person, {pay} as pay",
        f"create table hr.orders as select {pay} as pay",
        f'create table "range" as select {pay} as pay',
        f"create table histogram as select {pay} as pay",
        "create macro top_pay() as (select max(pay) from secret_salaries)",
        "create macro all_pay() as table select * from secret_salaries",
        "create macro pay_of(who) as (select max(pay) from secret_salaries where person = who or true)",
        "create macro my_upper(x) as x || (select max(pay) from secret_salaries)",
        "create macro hr.hr_pay() as (select max(pay) from hr.pay)",
        "create sequence seq",
        "create type mood as enum ('SHYNESS', 'JOY')",
        "create index pay_index on secret_salaries (pay)",
        "comment on table secret_salaries is 'salary list'",
    )


def lay_files(folder: Path, copy: Run) -> None:
    """Put the files that must not be read into `folder`; `copy` runs a statement of DuckDB there."""
    (folder / "notes.txt").write_text("FILE-TOKEN-4411", encoding="utf-8")
    (folder / "f.csv").write_text("note,n\nFILE-TOKEN-4411,1\n", encoding="utf-8")
    (folder / "grades.csv").write_text("grade,points\nq,7\n", encoding="utf-8")
    (folder / "f.json").write_text('[{"note": "FILE-TOKEN-4411"}]', encoding="utf-8")
    (folder / "f.ndjson").write_text('{"note": "FILE-TOKEN-4411"}\n', encoding="utf-8")
    copy("copy (select 'FILE-TOKEN-4411' as note) to 'f.parquet' (format parquet)")
    exported = folder / "exported"
    exported.mkdir()
    (exported / "schema.sql").write_text("create table imported(x integer);", encoding="utf-8")
    (exported / "load.sql").write_text("", encoding="utf-8")
