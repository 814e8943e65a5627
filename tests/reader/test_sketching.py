"""The sketching reader's parts: shapes, join trees and SQL, and what words may stand for."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from copilot.readers.network import Network, NoPath
from copilot.readers.sketching.links import Linker
from copilot.readers.sketching.query import Field, Order, Query, Term
from copilot.readers.sketching.query import Test as Condition
from copilot.readers.sketching.shapes import parse_shape, shape_of
from copilot.readers.sketching.writing import Writer
from copilot.session import Session

SCHOOL = """
CREATE TABLE city (city_id INTEGER PRIMARY KEY, city_name TEXT, country TEXT);
CREATE TABLE student (stu_id INTEGER PRIMARY KEY, first_name TEXT, last_name TEXT, age INTEGER, sex TEXT,
  home_city INTEGER REFERENCES city(city_id), birth_city INTEGER REFERENCES city(city_id));
CREATE TABLE pet (pet_id INTEGER PRIMARY KEY, pet_type TEXT, weight REAL);
CREATE TABLE has_pet (stu_id INTEGER REFERENCES student(stu_id), pet_id INTEGER REFERENCES pet(pet_id));
CREATE TABLE island (island_id INTEGER PRIMARY KEY, area REAL);
INSERT INTO city VALUES (1, 'Oslo', 'Norway'), (2, 'Bergen', 'Norway'), (3, 'Lima', 'Peru');
INSERT INTO student VALUES (1, 'Ann', 'Berg', 20, 'F', 1, 2), (2, 'Bo', 'Dahl', 25, 'M', 1, 1),
  (3, 'Cy', 'Berg', 31, 'M', 3, 2), (4, 'Di', 'Ek', 22, 'F', 2, 3);
INSERT INTO pet VALUES (1, 'dog', 12.5), (2, 'cat', 4.0), (3, 'cat', 5.5), (4, 'bird', 0.1);
INSERT INTO has_pet VALUES (1, 1), (1, 2), (3, 3), (3, 4);
INSERT INTO island VALUES (1, 10.5), (2, 7.0);
"""
NAME, LAST, AGE = Field("student", "first_name"), Field("student", "last_name"), Field("student", "age")
CITY, COUNTRY, KIND = Field("city", "city_name"), Field("city", "country"), Field("pet", "pet_type")
WEIGHT, KEY, OWNER = Field("pet", "weight"), Field("student", "stu_id"), Field("has_pet", "stu_id")
COUNT = Term("count", None)


def plain(field: Field) -> Term:
    return Term("", field)


@pytest.fixture(scope="module")
def school(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Session, sqlite3.Connection]]:
    path: Path = tmp_path_factory.mktemp("school") / "school.sqlite"
    with sqlite3.connect(path) as connection:
        connection.executescript(SCHOOL)
    session = Session.open(path)
    yield session, connection
    session.close()
    connection.close()


QUERIES: list[tuple[Query, str]] = [
    (Query((plain(NAME),), ("student",)), "SELECT first_name FROM student"),
    (
        Query((plain(NAME),), ("student",), where=((Condition(plain(AGE), ">", (21,)),),), order=(Order(plain(AGE), True),)),
        "SELECT first_name FROM student WHERE age > 21 ORDER BY age DESC",
    ),
    (
        Query((plain(KIND), COUNT), ("pet",), group=(KIND,)),
        "SELECT pet_type, count(*) FROM pet GROUP BY pet_type",
    ),
    (  # a bridge between two tables is found
        Query((plain(NAME), plain(KIND)), ()),
        "SELECT first_name, pet_type FROM student JOIN has_pet USING (stu_id) JOIN pet USING (pet_id)",
    ),
    (  # a key to group by and a name to show
        Query((plain(NAME),), ("student", "has_pet"), group=(KEY,), order=(Order(COUNT, True),), limit=2),
        "SELECT first_name FROM student JOIN has_pet USING (stu_id) GROUP BY stu_id ORDER BY count(*) DESC LIMIT 2",
    ),
    (
        Query((plain(LAST),), ("student",), group=(LAST,), having=(Condition(COUNT, ">=", (2,)),)),
        "SELECT last_name FROM student GROUP BY 1 HAVING count(*) >= 2",
    ),
    (
        Query(
            (plain(NAME),),
            ("student",),
            where=((Condition(plain(KEY), "not in", Query((plain(OWNER),), ("has_pet",))),),),
        ),
        "SELECT first_name FROM student WHERE stu_id NOT IN (SELECT stu_id FROM has_pet)",
    ),
    (
        Query(
            (plain(LAST),),
            ("student",),
            where=((Condition(plain(AGE), "<", (21,)),),),
            combined=("intersect", Query((plain(LAST),), ("student",), where=((Condition(plain(AGE), ">", (30,)),),))),
        ),
        "SELECT last_name FROM student WHERE age < 21 INTERSECT SELECT last_name FROM student WHERE age > 30",
    ),
    (
        Query(
            (plain(NAME),),
            ("student",),
            where=((Condition(plain(AGE), ">", Query((Term("avg", AGE),), ("student",))),),),
        ),
        "SELECT first_name FROM student WHERE age > (SELECT avg(age) FROM student)",
    ),
    (
        Query(
            (Term("count", LAST, True),), ("student",), where=((Condition(plain(NAME), "like", ("%y%",)), Condition(plain(AGE), "=", (25,))),)
        ),
        "SELECT count(DISTINCT last_name) FROM student WHERE first_name LIKE '%y%' OR age = 25",
    ),
    (
        Query((Term("max", WEIGHT), Term("min", WEIGHT)), ("pet",), where=((Condition(plain(WEIGHT), "between", (1, 6)),),)),
        "SELECT max(weight), min(weight) FROM pet WHERE weight BETWEEN 1 AND 6",
    ),
    (  # of two links between the same tables, the one that the words point to
        Query((plain(NAME), plain(CITY)), (), via=(Field("student", "birth_city"),)),
        "SELECT first_name, city_name FROM student JOIN city ON birth_city = city_id",
    ),
    (
        Query((plain(NAME), plain(CITY)), (), via=(Field("student", "home_city"),)),
        "SELECT first_name, city_name FROM student JOIN city ON home_city = city_id",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("query", "wanted"), QUERIES, ids=[wanted for _, wanted in QUERIES])
def test_a_query_gives_the_rows_of_the_sql_that_a_person_would_write(
    school: tuple[Session, sqlite3.Connection], query: Query, wanted: str
) -> None:
    session, connection = school
    made = session.sql(Writer(session.catalog, Network(session.catalog), "sqlite").sql(query))
    assert made.status == "answered", made.message
    rows = connection.execute(wanted).fetchall()
    ordered = "ORDER BY" in wanted and "LIMIT" not in wanted
    assert (list if ordered else sorted)(map(tuple, made.rows)) == (list if ordered else sorted)(rows)


def test_columns_that_share_a_name_are_told_apart(school: tuple[Session, sqlite3.Connection]) -> None:
    session, _ = school
    query = Query((plain(KEY), plain(OWNER), COUNT), (), group=(KEY,))
    made = session.sql(Writer(session.catalog, Network(session.catalog), "sqlite").sql(query))
    assert [column.name for column in made.columns] == ["student_stu_id", "has_pet_stu_id", "number"]


def test_tables_that_nothing_connects_are_refused(school: tuple[Session, sqlite3.Connection]) -> None:
    session, _ = school
    with pytest.raises(NoPath, match="island"):
        Writer(session.catalog, Network(session.catalog), "sqlite").sql(
            Query((plain(NAME), plain(Field("island", "area"))), ())
        )


@pytest.mark.parametrize(
    ("query", "shape"),
    [
        (Query((plain(NAME), plain(AGE)), ("student",)), "c|||"),
        (Query((plain(NAME), COUNT), (), group=(NAME,), order=(Order(COUNT, True),), limit=1), "c+count*|G||count*-1"),
        (Query((Term("count", NAME, True),), ()), "countDc|||"),
        (Query((plain(NAME),), (), distinct=True, order=(Order(plain(AGE), False),), limit=3), "D c|||c+n"),
        (Query((plain(NAME),), (), group=(NAME,), having=(Condition(Term("avg", AGE), ">", (3,)),)), "c|G|avgc:>|"),
    ],
)
def test_the_shape_of_a_query(query: Query, shape: str) -> None:
    assert str(shape_of(query)) == shape
    assert str(parse_shape(shape)) == shape


@pytest.mark.parametrize(
    ("question", "words", "field"),
    [
        ("Show the first and last name of all students", "first", NAME),
        ("Show the first and last name of all students", "last name", LAST),
        ("names of the cities", "names", CITY),
        ("how old is Ann", "old", AGE),
        ("the types of pets", "types", KIND),
        ("students' ids", "students ' ids", KEY),
    ],
)
def test_words_that_stand_for_a_column(
    school: tuple[Session, sqlite3.Connection], question: str, words: str, field: Field
) -> None:
    links = Linker(school[0].catalog, school[0].semantics).links(question)
    said = [" ".join(token.text for token in links.words[h.start : h.end]) for h in links.columns.get(field, ())]
    assert words in said, said


@pytest.mark.parametrize(
    ("question", "value", "column"),
    [
        ("students who live in oslo", "Oslo", "city_name"),
        ("female students", "F", "sex"),
        ("what does 'Ann Berg' have", "Ann", "first_name"),
        ("what does 'Ann Berg' have", "Berg", "last_name"),
        ("the weight of cats", "cat", "pet_type"),
    ],
)
def test_words_that_stand_for_a_stored_value(
    school: tuple[Session, sqlite3.Connection], question: str, value: str, column: str
) -> None:
    links = Linker(school[0].catalog, school[0].semantics).links(question)
    found = {(stored, hit.column) for mention in links.values for hit in mention.hits for stored in hit.values}
    assert (value, column) in found
