"""A team's documents: how they are cut, found, quoted, and kept from whom they are not for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

import pytest

from app.assistant import Assistant
from copilot.knowledge import Passage, Shelf, asks_meaning, read_documents

TODAY = date(2026, 11, 2)
MARKDOWN = """# Rules
Intro.

## Late delivery
A parcel is late after five working days.

```
## no heading in code
```
### Furniture ###
Ten days.
"""


def pdf(*pages: Sequence[str]) -> bytes:
    """A PDF by hand: one content stream of lines for each page."""
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b"", b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"]
    kids = []
    for lines in pages:
        text = "BT /F1 12 Tf 72 720 Td 14 TL " + " ".join(f"({line}) Tj T*" for line in lines) + " ET"
        objects.append(f"<< /Length {len(text)} >>\nstream\n{text}\nendstream".encode())
        font = "<< /Font << /F1 3 0 R >> >>"
        box = "[0 0 612 792]"
        page = f"<< /Type /Page /Parent 2 0 R /MediaBox {box} /Resources {font} /Contents {len(objects)} 0 R >>"
        objects.append(page.encode())
        kids.append(f"{len(objects)} 0 R")
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>".encode()
    made, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(made))
        made += f"{number} 0 obj\n".encode() + body + b"\nendobj\n"
    table = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n" + "".join(f"{p:010} 00000 n \n" for p in places)
    return made + f"{table}trailer << /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{len(made)}\n%%EOF".encode()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "deep").mkdir()
    (tmp_path / "rules.md").write_text(MARKDOWN, encoding="utf-8")
    (tmp_path / "deep" / "notes.txt").write_text(
        "Opening hours. We open\nat nine.\n\nNothing else matters here.\n", encoding="utf-8"
    )
    (tmp_path / "guide.pdf").write_bytes(pdf(["Gold members", "Gold members spend 500 a year."], ["Second page."]))
    (tmp_path / "口径.md").write_text("## 复购率\n十二个月内下过两次单的客户占比。\n", encoding="utf-8")
    return tmp_path


def test_documents_are_cut_where_they_are_cut_by_people(folder: Path) -> None:
    passages, notes = read_documents(folder)
    assert notes == ()
    assert [(p.file, p.heading, p.place) for p in passages] == [
        ("deep/notes.txt", "Opening hours", "deep/notes.txt, Opening hours"),
        ("deep/notes.txt", "", "deep/notes.txt"),
        ("guide.pdf", "Gold members", "guide.pdf, page 1"),
        ("guide.pdf", "", "guide.pdf, page 2"),
        ("rules.md", "Rules", "rules.md, Rules"),
        ("rules.md", "Late delivery", "rules.md, Late delivery"),
        ("rules.md", "Furniture", "rules.md, Furniture"),
        ("口径.md", "复购率", "口径.md, 复购率"),
    ]
    assert "no heading in code" in passages[5].text
    assert "500 a year" in passages[2].text


@pytest.mark.parametrize(
    ("name", "content", "note"),
    [
        ("a.pdf", b"no pdf at all", "cannot be read as PDF"),
        ("b.md", b"\xff\xfe\xff", "it is not UTF-8 text"),
        ("c.txt", b"x" * 10_000_001, "10,000,001 bytes, and 10,000,000 are the most"),
        ("d.pdf", pdf(["x"])[:200], "cannot be read as PDF"),
    ],
)
def test_what_cannot_be_read_is_named_and_costs_nothing_else(
    folder: Path, name: str, content: bytes, note: str
) -> None:
    (folder / name).write_bytes(content)
    passages, notes = read_documents(folder)
    assert len(passages) == 8
    assert len(notes) == 1
    assert notes[0].startswith(f"knowledge/{name} was not read: ")
    assert note in notes[0]


def test_a_link_out_of_the_folder_is_not_followed(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    secret = tmp_path_factory.mktemp("other") / "secret.md"
    secret.write_text("## Secret\nnothing for you", encoding="utf-8")
    (folder / "link.md").symlink_to(secret)
    assert all("nothing for you" not in p.text for p in read_documents(folder)[0])


FOUND = [
    ("when is a delivery late?", "en", "Late delivery"),
    ("what does late delivery mean?", "en", "Late delivery"),
    ("how much do gold members spend?", "en", "Gold members"),
    ("什么是复购率？", "zh", "复购率"),
    ("复购率怎么算", "zh", "复购率"),
]


@pytest.mark.parametrize(("question", "language", "heading"), FOUND)
def test_the_passage_that_says_it_is_found(folder: Path, question: str, language: str, heading: str) -> None:
    shelf = Shelf(read_documents(folder)[0])
    assert shelf.find(question, language)[0].passage.heading == heading  # type: ignore[arg-type]


def test_an_embedder_finds_what_no_word_says() -> None:
    class Cheap:
        """Two dimensions: time, and everything else."""

        def embed(self, texts: Sequence[str]) -> Sequence[Sequence[float]]:
            return [(1.0, 0.0) if "tardy" in t or "five days" in t else (0.0, 1.0) for t in texts]

    passages = [Passage("a.md", "Lateness", "a.md", "after five days"), Passage("a.md", "Tea", "a.md", "tardy tea, no")]
    assert Shelf(passages).find("tardy", "en")[0].passage.heading == "Tea"
    both = [one.passage.heading for one in Shelf(passages, Cheap()).find("tardy", "en")]
    assert set(both) == {"Lateness", "Tea"}


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("what counts as late?", True),
        ("who approves a refund?", True),
        ("revenue by region", False),
        ("top 5 shops", False),
    ],
)
def test_what_asks_for_a_meaning(text: str, asks: bool) -> None:
    assert asks_meaning(text, "en") == asks


# ------------------------------------------------------------------------------------------------ through the product


@pytest.fixture(scope="module")
def retail() -> Iterator[Assistant]:
    with Assistant.open("sample_data/retail", model=None, today=TODAY) as bi:
        yield bi


def test_a_definition_is_quoted_with_its_place(retail: Assistant) -> None:
    answer = retail.ask("what counts as an active customer?")
    assert (answer.status, answer.reader, answer.verified, answer.rows) == ("answered", "knowledge", False, [])
    assert "at least one completed order in the last 90 days" in answer.text
    assert answer.assumptions == ("quoted from definitions.md, Active customer",)
    assert answer.chart is None
    zh = retail.ask("什么是复购率？")
    assert zh.assumptions == ("引自 口径说明.md, 复购率",)


def test_a_figure_is_not_taken_for_a_definition(retail: Assistant) -> None:
    answer = retail.ask("how many active customers did we have in August 2026?")
    assert answer.reader == "grammar"
    assert answer.rows == retail.sql(
        "SELECT COUNT(DISTINCT customer_id) FROM orders WHERE strftime(order_date, '%Y-%m') = '2026-08'"
    ).rows  # fmt: skip
    assert not answer.verified, "the document defines the term otherwise"
    assert "'Active customer' is defined in definitions.md" in answer.assumptions[-1]
    assert retail.ask("average order value by channel").verified, "the agreed metric is called so itself"


def test_what_no_document_says_is_declined(retail: Assistant) -> None:
    answer = retail.ask("what counts as a premium supplier?")
    assert answer.status == "declined"
    assert "premium" in answer.message


def test_a_quotation_is_no_question_to_follow_up(retail: Assistant) -> None:
    chat = retail.chat()
    chat.ask("revenue by region in 2025")
    chat.ask("what counts as an active customer?")
    assert chat.ask("only 2024").whole == "revenue by region in 2024"


def test_a_role_is_shown_no_document(tmp_path: Path) -> None:
    policy = tmp_path / "policy.yaml"
    policy.write_text("roles: {clerk: {tables: [stores]}}", encoding="utf-8")
    with Assistant.open("sample_data/retail", model=None, policy=policy, role="clerk") as bi:
        answer = bi.ask("what counts as an active customer?")
        assert answer.reader != "knowledge"
        assert "90 days" not in answer.message + answer.text
