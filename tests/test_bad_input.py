"""What a person may type or open by mistake: a sentence that says what, where and what would work, and an exit code."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.assistant import Assistant
from app.cli import main
from copilot.errors import SourceError


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("shop")
    (folder / "orders.csv").write_text("id,region,amount,day\n1,North,10.5,2026-01-02\n2,South,7.25,2026-02-03\n")
    return folder


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("nowhere.csv", None, "nowhere.csv"),
        ("empty.csv", b"", "empty.csv"),
        ("broken.parquet", b"PAR1 this is not parquet PAR1", "broken.parquet"),
        ("broken.xlsx", b"PK\x03\x04 not a workbook", "broken.xlsx"),
        ("broken.json", b'[{"a": 1}, {"a":', "broken.json"),
        ("broken.csv.gz", b"\x1f\x8b\x08 not gzip", "broken.csv.gz"),
        ("broken.duckdb", b"not a database", "broken.duckdb"),
        ("broken.sqlite", b"SQLite format 3\x00 but not really", "broken.sqlite"),
        ("picture.png", b"\x89PNG\r\n", "picture.png"),
        ("folder", None, "folder"),
    ],
)
def test_data_that_cannot_be_read(
    name: str, content: bytes | None, words: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / name
    if name == "folder":
        path.mkdir()
        (path / "notes.txt~").write_text("nothing to read")
    elif content is not None:
        path.write_bytes(content)
    assert main(["ask", str(path), "how many rows"]) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("askbi: ")
    assert words in err
    assert "Traceback" not in err
    assert "inside askbi" not in err
    with pytest.raises(SourceError):
        Assistant.open(str(path))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("postgresql://user:secret@localhost/shop", "not supported yet"),
        ("http://user:secret@127.0.0.1:9/shop.csv", "name"),
        ("http://127.0.0.1:9/shop.csv", "ASKBI_ALLOW_PRIVATE_URLS"),
    ],
)
def test_addresses_that_cannot_be_opened(text: str, words: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ask", text, "how many rows"]) == 1
    err = capsys.readouterr().err
    assert words in err
    assert "secret" not in err
    assert "Traceback" not in err


@pytest.mark.parametrize(
    ("question", "codes"),
    [
        ("", {3, 4}),
        ("   \t\n", {3, 4}),
        ("?!", {3, 4}),
        ("x" * 5_000, {4}),
        ("total amount by region " * 220, {4}),
        ("who wrote Hamlet?", {4}),
        ("average salary by region", {3, 4}),
        ("谁写了红楼梦？", {4}),
        ("'; drop table orders; --", {4}),
        ("\x00\x1b[2J", {3, 4}),
    ],
)
def test_questions_that_have_no_answer(
    question: str, codes: set[int], shop: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["ask", str(shop), question]) in codes
    out, err = capsys.readouterr()
    assert out == ""
    assert len(err.strip()) > 20
    assert "Traceback" not in err
    assert "\x1b" not in err


@pytest.mark.parametrize(
    ("sql", "code", "words"),
    [
        ("", 4, ""),
        ("selec region from orders", 4, ""),
        ("select region from", 4, ""),
        ("select region, from orders where (", 4, ""),
        ("select reveneu from orders", 4, "reveneu"),
        ("select amont from orders", 4, "amount"),
        ("select * from order", 4, ""),
        ("select * from orderz", 4, "orders"),
        ("delete from orders", 4, ""),
        ("update orders set amount = 0", 4, ""),
        ("drop table orders", 4, ""),
        ("create table t as select * from orders", 4, ""),
        ("select 1; select 2", 4, ""),
        ("with x as (delete from orders returning *) select * from x", 4, ""),
        ("copy orders to 'stolen.csv'", 4, ""),
        ("select * from read_csv('orders.csv')", 4, ""),
        ("select " + "(" * 3_000 + "1" + ")" * 3_000, 4, ""),
    ],
)
def test_sql_that_is_not_let_through(
    sql: str, code: int, words: str, shop: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["sql", str(shop), sql]) == code
    out, err = capsys.readouterr()
    assert out == ""
    assert len(err.strip()) > 20
    assert words in err
    assert "Traceback" not in err


def test_the_dialogue_goes_on(shop: Path) -> None:
    with Assistant.open(shop) as bi:
        for text in ("", "who wrote Hamlet?", "x" * 5_000):
            assert bi.ask(text).status in ("declined", "clarify")
            assert bi.ask(text).message
        assert bi.sql("select nothing from nowhere").status == "refused"
        assert bi.sql("select cast(region as integer) from orders").status == "failed"
        assert bi.sql("select sum(id) as total from orders").rows == [(3,)]
    bi.close()


def test_after_close_it_says_so(shop: Path) -> None:
    bi = Assistant.open(shop)
    bi.close()
    answer = bi.sql("select 1 from orders")
    assert answer.status == "failed"
    assert answer.message
