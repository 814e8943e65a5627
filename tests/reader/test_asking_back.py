"""Questions back: composed queries in words, and options that can be asked as they are."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from copilot.compare import same_rows
from copilot.readers.both import Readers
from copilot.readers.network import Network
from copilot.readers.plan import (
    Aggregate,
    Change,
    ColumnRef,
    Compare,
    Contains,
    Dimension,
    Having,
    IsNull,
    Measure,
    Not,
    OneOf,
    Plan,
    Sort,
)
from copilot.readers.plan_as_query import as_query
from copilot.readers.sketching.naming import plural, said
from copilot.readers.sketching.query import Field, Order, Query, Term
from copilot.readers.sketching.query import Test as Condition
from copilot.readers.sketching.wording import Wording
from copilot.readers.sketching.writing import Writer
from copilot.readers.together import (
    ASK_BELOW,
    OFFERED_FROM,
    SHOWN_FROM,
    Chosen,
    Sketched,
    worth_asking_back,
    worth_offering,
)
from copilot.session import Session
from copilot.values import Question

SCHOOL = """
CREATE TABLE city (city_id INTEGER PRIMARY KEY, city_name TEXT, country TEXT);
CREATE TABLE campus (number INTEGER PRIMARY KEY, campus TEXT);
CREATE TABLE student (student_id INTEGER PRIMARY KEY, first_name TEXT, last_name TEXT, age INTEGER, born TIMESTAMP,
  city_id INTEGER REFERENCES city(city_id));
CREATE TABLE pet (pet_id INTEGER PRIMARY KEY, kind TEXT, weight REAL, age INTEGER,
  student_id INTEGER REFERENCES student(student_id));
INSERT INTO city VALUES (1, 'Oslo', 'Norway'), (2, 'Bergen', 'Norway'), (3, 'Lima', 'Peru'), (4, 'Cusco', 'Peru'),
  (5, 'Quito', 'Ecuador');
INSERT INTO student VALUES (1, 'Ann', 'Berg', 20, '2004-05-01 08:00:00', 1), (2, 'Bo', 'Dahl', 25, '1999-01-12 08:00:00', 1),
  (3, 'Cy', 'Berg', 31, '1993-03-02 08:00:00', 3), (4, 'Di', 'Ek', 22, '2002-12-24 08:00:00', 2), (5, 'Eli', 'Fox', 27, '1997-07-07 08:00:00', 4);
INSERT INTO pet VALUES (1, 'dog', 12.5, 3, 1), (2, 'cat', 4.0, 9, 1), (3, 'cat', 5.5, 2, 3), (4, 'bird', 0.1, 1, 3),
  (5, 'dog', 30.0, 7, 2), (6, 'cat', 3.5, 12, 3);
"""
FIRST, LAST, AGE = Field("student", "first_name"), Field("student", "last_name"), Field("student", "age")
BORN, HOME, KEY = Field("student", "born"), Field("student", "city_id"), Field("student", "student_id")
CITY, COUNTRY = Field("city", "city_name"), Field("city", "country")
KIND, WEIGHT, YEARS, OWNER = (
    Field("pet", "kind"),
    Field("pet", "weight"),
    Field("pet", "age"),
    Field("pet", "student_id"),
)
CAMPUS = Field("campus", "campus")
COUNT = Term("count", None)


def plain(*fields: Field) -> tuple[Term, ...]:
    return tuple(Term("", field) for field in fields)


def where(field: Field, op: str, right: object) -> tuple[Condition, ...]:
    return (Condition(Term("", field), op, right if isinstance(right, (tuple, Query)) else (right,)),)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def school(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    path: Path = tmp_path_factory.mktemp("school") / "school.sqlite"
    with sqlite3.connect(path) as connection:
        connection.executescript(SCHOOL)
    connection.close()
    session = Session.open(path)
    yield session
    session.close()


SAID: list[tuple[Query, str]] = [
    (Query((COUNT,), ("student",)), "How many students are there?"),
    (Query((COUNT,), ("student",), where=(where(AGE, ">", 21),)), "How many students whose age is greater than 21 are there?"),
    (Query(plain(FIRST, LAST), ("student",)), "What are the first names and last names of the students?"),
    (Query(plain(LAST), ("student",), distinct=True), "What are the different last names of the students?"),
    (Query((Term("avg", AGE), Term("max", AGE)), ("student",)), "What are the average and highest age of students?"),
    (
        Query(plain(FIRST), ("student",), where=(where(LAST, "=", "Berg"), where(COUNTRY, "!=", "Peru"))),
        "What are the first names of the students whose last name is 'Berg' and where the country is not 'Peru'?",
    ),
    (
        Query(plain(FIRST), ("student",), where=((*where(AGE, "<", 21), *where(AGE, ">=", 30)),)),
        "What are the first names of the students whose age is less than 21 or whose age is at least 30?",
    ),
    (
        Query(plain(KIND), ("pet",), where=(where(WEIGHT, "between", (1, 6)), where(KIND, "like", ("%a%",)))),
        "What are the kinds of the pets whose weight is between 1 and 6 and whose kind contains 'a'?",
    ),
    (
        Query(plain(FIRST), ("student",), where=(where(BORN, ">", "2000-01-01"), where(LAST, "null", ()))),
        "What are the first names of the students whose born is after '2000-01-01' and whose last name is missing?",
    ),
    (
        Query(plain(FIRST), ("student",), order=(Order(Term("", AGE), True),), limit=1),
        "What is the first name of the student with the highest age?",
    ),
    (
        Query(plain(FIRST), ("student",), order=(Order(Term("", BORN), False),), limit=3),
        "What are the first names of the 3 students with the earliest born?",
    ),
    (
        Query(plain(FIRST), ("student",), order=(Order(Term("", LAST), False),)),
        "What are the first names of the students, sorted by last name in ascending order?",
    ),
    (Query((*plain(COUNTRY), COUNT), ("city",), group=(COUNTRY,)), "What is the number of cities for each country?"),
    (
        Query(plain(COUNTRY), ("city",), group=(COUNTRY,), having=(Condition(COUNT, ">=", (2,)),)),
        "What are the countries that have at least 2 cities?",
    ),
    (
        Query(plain(KIND), ("pet",), group=(KIND,), order=(Order(COUNT, True),), limit=1),
        "What is the kind with the most pets?",
    ),
    (
        Query(plain(FIRST), ("student", "pet"), group=(KEY,), order=(Order(COUNT, True),), limit=2),
        "What are the first names of the 2 students with the most pets?",
    ),
    (
        Query(plain(FIRST), ("student",), where=(where(KEY, "not in", Query(plain(OWNER), ("pet",))),)),
        "What are the first names of the students that do not have any pets?",
    ),
    (
        Query(plain(FIRST), ("student",), where=(where(AGE, ">", Query((Term("avg", AGE),), ("student",))),)),
        "What are the first names of the students whose age is above the average age?",
    ),
    (
        Query(
            plain(LAST), ("student",), where=(where(AGE, "<", 21),),
            combined=("intersect", Query(plain(LAST), ("student",), where=(where(AGE, ">", 30),))),
        ),
        "What are the last names of both students whose age is less than 21 and students whose age is greater than 30?",
    ),
    (
        Query(
            plain(FIRST), ("student",),
            combined=("except", Query(plain(FIRST), ("student", "pet"), where=(where(KIND, "=", "dog"),))),
        ),
        "What are the first names of the students that do not have any pets whose kind is 'dog'?",
    ),
]  # fmt: skip


UNSAID = [
    Query(plain(FIRST), ("student",), limit=3),  # which three is not said
    Query(plain(FIRST), ("student",), order=(Order(COUNT, True),), limit=1),  # a count of what is no group
    Query((*plain(FIRST), COUNT), ("student",)),
    Query(plain(FIRST), ("student",), group=(KEY,), order=(Order(COUNT, True),), limit=1),  # groups of one row
    Query(plain(KIND), ("pet",), where=(where(KIND, "like", ("%a%b%",)),)),
    Query(plain(CAMPUS), ("campus",)),  # the campuses of the campuses
    Query((COUNT,), ("pet",), group=(KIND,)),  # numbers without what they belong to
    Query(plain(FIRST, LAST, AGE, BORN, HOME), ("student",)),  # more columns than a sentence bears
]


@pytest.mark.parametrize("query", UNSAID)
def test_what_has_no_plain_words_is_not_said(school: Session, query: Query) -> None:
    assert Wording(school.catalog).question(query) is None


@pytest.mark.parametrize(("query", "text"), SAID, ids=[text for _, text in SAID])
def test_a_query_in_words(school: Session, query: Query, text: str) -> None:
    assert Wording(school.catalog).question(query) == text


def test_queries_that_differ_are_said_differently(school: Session) -> None:
    tests = [where(AGE, op, 21) for op in ("=", "!=", "<", "<=", ">", ">=")]
    tests += [where(YEARS, ">", 21), where(AGE, "null", ()), where(AGE, "not null", ()), where(LAST, "like", ("B%",))]
    tests += [where(LAST, "like", ("%B",)), where(LAST, "not like", ("%B%",)), where(LAST, "in", ("Ek", "Fox"))]
    tests += [where(LAST, "not in", ("Ek", "Fox")), where(KEY, "in", Query(plain(OWNER), ("pet",)))]
    queries = [Query(select, ("student",), where=(test,)) for select in (plain(FIRST), (COUNT,)) for test in tests]
    queries += [Query((Term(fn, field),), ()) for fn in ("sum", "avg", "min", "max") for field in (AGE, YEARS)]
    said_as = [Wording(school.catalog).question(query) for query in queries]
    assert None not in said_as
    assert len(set(said_as)) == len(queries)


def test_the_order_of_columns_changes_no_word(school: Session) -> None:
    wording = Wording(school.catalog)
    one, other = (wording.question(Query(plain(*fields), ("student",))) for fields in ((FIRST, AGE), (AGE, FIRST)))
    assert one == other


@pytest.mark.parametrize(
    ("noun", "several"),
    [("city", "cities"), ("day", "days"), ("pet", "pets"), ("box", "boxes"), ("branch", "branches"), ("person", "persons"),
     ("order item", "order items"), ("sales", "sales"), ("status", "statuses"), ("客户", "客户")],
)  # fmt: skip
def test_plurals(noun: str, several: str) -> None:
    assert plural(noun) == several


@pytest.mark.parametrize(
    ("name", "words"),
    [("first_name", "first name"), ("unitPrice", "unit price"), ("EMP_FNAME", "emp fname"), ("客户名称", "客户名称")],
)
def test_names_as_words(name: str, words: str) -> None:
    assert said(name) == words


# -- the grammar reader's plans -----------------------------------------------------------------------------------

NAME, OLD, SORT, HEAVY = (
    ColumnRef("student", "first_name"), ColumnRef("student", "age"), ColumnRef("pet", "kind"), ColumnRef("pet", "weight"),
)  # fmt: skip
PETS = Measure(Aggregate("count"), "pets")
PLANS: list[tuple[Plan, str]] = [
    (Plan("student", columns=(NAME,), where=(Compare(OLD, ">", 21),)), "SELECT first_name FROM student WHERE age > 21"),
    (
        Plan("student", columns=(NAME,), distinct=True, where=(Not(Contains(NAME, "n")),), sort=(Sort("column", 0, True),), limit=2),
        "SELECT DISTINCT first_name FROM student WHERE first_name NOT LIKE '%n%' ORDER BY 1 DESC LIMIT 2",
    ),
    (Plan("pet", (PETS,), where=(OneOf(SORT, ("cat", "dog")),)), "SELECT count(*) FROM pet WHERE kind IN ('cat', 'dog')"),
    (
        Plan("pet", (PETS, Measure(Aggregate("max", HEAVY), "w")), (Dimension(SORT, "kind"),), having=(Having(0, ">=", 2),)),
        "SELECT kind, count(*), max(weight) FROM pet GROUP BY 1 HAVING count(*) >= 2",
    ),
    (
        Plan("pet", (PETS,), (Dimension(SORT, "kind"),), where=(Not(IsNull(HEAVY)),), sort=(Sort("measure", 0, True),), limit=1),
        "SELECT kind, count(*) FROM pet WHERE weight IS NOT NULL GROUP BY 1 ORDER BY 2 DESC LIMIT 1",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("plan", "sql"), PLANS, ids=[sql for _, sql in PLANS])
def test_a_plan_as_a_query_gives_the_same_rows(school: Session, plan: Plan, sql: str) -> None:
    query = as_query(plan)
    assert query is not None
    written = Writer(school.catalog, Network(school.catalog), "sqlite").sql(query)
    with sqlite3.connect(":memory:") as connection:
        connection.executescript(SCHOOL)
        assert sorted(connection.execute(written).fetchall()) == sorted(connection.execute(sql).fetchall())
    connection.close()


def test_a_plan_beyond_a_composed_query_has_none() -> None:
    month = Measure(Aggregate("sum", HEAVY), "w", window=Change("growth", "month"))
    assert as_query(Plan("pet", (month,), (Dimension(SORT, "kind"),))) is None


# -- when it is asked back ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("chosen", "sure", "sketches", "asked"),
    [
        (Chosen("s", by="sketch"), ASK_BELOW - 0.01, (Sketched("s", 0.25),), True),
        (Chosen("s", by="sketch"), ASK_BELOW - 0.01, (Sketched("s", 0.25, ("late",)),), True),
        (Chosen("s", by="sketch"), ASK_BELOW, (Sketched("s", 0.4),), False),  # sure enough to be shown
        (Chosen("g"), ASK_BELOW - 0.01, (Sketched("s", 0.25),), False),  # its reading accounts for every word
        (Chosen("g", assumptions=(("state", ("x",)),)), ASK_BELOW - 0.01, (Sketched("s", 0.25),), True),
        (Chosen("s", by="sketch"), None, (Sketched("s", 0.9),), False),  # nothing was measured
        (None, None, (Sketched("s", SHOWN_FROM - 0.01),), True),  # all words are placed: better than declining
        (None, None, (Sketched("s", SHOWN_FROM - 0.01, ("late",)),), False),
        (None, None, (Sketched("s", SHOWN_FROM),), False),
        (None, None, (), False),
    ],
)
def test_when_it_is_worth_asking_back(
    chosen: Chosen | None, sure: float | None, sketches: tuple[Sketched, ...], asked: bool
) -> None:
    assert worth_asking_back(chosen, sure, sketches) is asked


def test_when_a_reading_is_offered_beside_a_declined_question() -> None:
    assert worth_offering((Sketched("s", OFFERED_FROM, ("late",)),))
    assert not worth_offering((Sketched("s", OFFERED_FROM - 0.01, ("late",)),))
    assert not worth_offering(())


VAGUE = (
    "What is the average age and weight?",
    "Count the cities of students and pets",
    "Which student or pet is the oldest?",
    "names of cities and students",
    "older students",
)


def test_each_option_answers_as_it_stands_and_no_two_alike(school: Session) -> None:
    asked_back = [answer for answer in map(school.ask, VAGUE) if answer.status == "clarify"]
    assert asked_back
    for answer in asked_back:
        assert answer.message
        assert 2 <= len(set(answer.options)) == len(answer.options) <= 3
        answers = [school.ask(option) for option in answer.options]
        assert {one.status for one in answers} == {"answered"}
        rows = [one.rows for one in answers]
        for at, one in enumerate(rows):
            assert not any(same_rows(one, other, ordered=False, any_column_order=True) for other in rows[:at])


@pytest.mark.parametrize("question", ["people in Oslo", "animals of Ann", "folks older than 21"])
def test_what_could_be_asked_beside_a_declined_question_is_answered(school: Session, question: str) -> None:
    answer = school.ask(question)
    assert answer.status == "declined"
    assert {school.ask(option).status for option in answer.options} == {"answered"}


def test_what_would_have_been_answered_is_the_first_option(school: Session) -> None:
    readers = Readers(school.catalog, school.semantics, "sqlite")
    with sqlite3.connect(":memory:") as connection:
        connection.executescript(SCHOOL)
        for text in VAGUE:
            answer, understood = school.ask(text), readers.read(Question(text, "en", date(2026, 1, 1)))
            chosen = readers.weighed(understood, lambda sql: connection.execute(sql).fetchall()).chosen
            if answer.status == "clarify" and chosen is not None:
                rows = connection.execute(chosen.sql).fetchall()
                first = school.ask(answer.options[0]).rows
                assert same_rows(rows, first, ordered=False, any_column_order=True)
    connection.close()


def test_asking_back_is_deterministic(school: Session, tmp_path: Path) -> None:
    path = tmp_path / "school.sqlite"
    with sqlite3.connect(path) as connection:
        connection.executescript(SCHOOL)
    connection.close()
    other = Session.open(path)
    try:
        for text in VAGUE:
            one, again, elsewhere = school.ask(text), school.ask(text), other.ask(text)
            assert one.options == again.options == elsewhere.options
            assert one.status == again.status == elsewhere.status
    finally:
        other.close()


@pytest.mark.parametrize(
    ("question", "sql"),
    [
        ("How many students are there?", "SELECT count(*) FROM student"),
        ("What are the ages of the students?", "SELECT age FROM student"),  # every student's, repeats and all
        ("What are the different kinds of the pets?", "SELECT DISTINCT kind FROM pet"),
        ("What is the kind with the most pets?", "SELECT kind FROM pet GROUP BY 1 ORDER BY count(*) DESC LIMIT 1"),
        ("What is the number of pets for each kind?", "SELECT kind, count(*) FROM pet GROUP BY 1"),
        ("what is the average age of pets", "SELECT avg(age) FROM pet"),
    ],
)
def test_a_question_that_says_a_query_word_for_word_gets_its_rows(school: Session, question: str, sql: str) -> None:
    with sqlite3.connect(":memory:") as connection:
        connection.executescript(SCHOOL)
        wanted = connection.execute(sql).fetchall()
    connection.close()
    answer = school.ask(question)
    assert same_rows(answer.rows, wanted, ordered=False, any_column_order=True)


@pytest.mark.parametrize(
    "question", ["revenue by region", "revenue last month", "各地区的销售额", "How many orders are there?"]
)
def test_what_is_clear_on_the_sample_is_not_asked_back(retail: Session, question: str) -> None:
    assert retail.ask(question).status == "answered"
