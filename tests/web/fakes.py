"""An assistant that answers from a list, and real answers for it to give."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyarrow as pa

from app.assistant import Answer
from app.web.ask import Desk
from app.web.conversations import ConversationStore
from app.web.running import Jobs, OpenData
from copilot.errors import Spot
from copilot.sources.ticket import Ticket
from copilot.values import Answer as Value
from copilot.values import AnswerColumn, Catalog, Column, LoadReport, Step, Table
from copilot.workspace import Workspace

REGION = AnswerColumn("region", "text", "dimension", part_of_whole=False)
REVENUE = AnswerColumn("revenue", "decimal", "measure", unit="USD", label="revenue")
COUNT = AnswerColumn("orders", "integer", "measure", label="orders")
NAME = AnswerColumn("name", "text", "text", label="name")

RANKING = Value(
    question="revenue by region",
    status="answered",
    language="en",
    reader="grammar",
    sql="SELECT region, SUM(amount) AS revenue FROM sales GROUP BY region",
    columns=(REGION, REVENUE),
    table=pa.table({"region": ["South", "West", "<b>East</b>"], "revenue": [377.5, 224.25, 212.0]}),
    text="South has the highest revenue ($377.50), followed by West ($224.25).",
    readback="revenue (sum of sales.amount), for each region.",
    assumptions=("'revenue' = sum(sales.amount)",),
    steps=(Step("read", "Read the question", 0.012), Step("run", "Ran it", 0.004)),
)
NUMBER = replace(RANKING, columns=(COUNT,), table=pa.table({"orders": [1234]}), text="Number of orders is 1,234.")
NAMES = replace(RANKING, columns=(NAME,), table=pa.table({"name": ["Ann", "Bo"]}), text="2 names.")
CUT = replace(RANKING, truncated=True)
EMPTY = replace(RANKING, table=RANKING.table.slice(0, 0) if RANKING.table is not None else None, text="")
SURE = replace(RANKING, confidence=0.934)
ANSWERS: dict[str, Value] = {
    "ranking": RANKING,
    "number": NUMBER,
    "names": NAMES,
    "cut": CUT,
    "empty": EMPTY,
    "sure": SURE,
    "clarify": Value("clarify", "clarify", "en", "grammar", message="Revenue before or after returns?",
                     options=("gross revenue", "net revenue")),
    "declined": Value("declined", "declined", "en", "grammar", message="I could not place 'Hamlet' in this data.",
                      options=("revenue per month",)),
    "refused": Value("refused", "refused", "en", "person", sql="delete from sales", spot=Spot(1, 1, 0, 17),
                     message="Only questions to the data can run; write a SELECT."),
    "failed": Value("failed", "failed", "en", "grammar", sql="select 1",
                    message="The query did not end within 30 seconds and was stopped."),
    "中文": replace(RANKING, language="zh", text="South 的收入最高。"),
}  # fmt: skip


class FakeAssistant:
    """Answers from `ANSWERS`, else with the ranking; remembers what it was asked."""

    name = "sales"
    catalog = Catalog(
        {"sales": Table("sales", {"region": Column("region", "text", "VARCHAR")}, row_count=1234)}, fingerprint="f"
    )
    load_report = LoadReport()
    view_key = ""

    def __init__(self, root: Path) -> None:
        self.asked: list[tuple[str, str | None]] = []
        self.ran: list[str] = []
        self.cancelled = threading.Event()
        self.closed = False
        self.workspace = Workspace(root)

    def ask(
        self,
        text: str,
        *,
        after: str = "",
        language: Any = None,
        on_step: Callable[[Step], None] | None = None,
        ticket: Ticket | None = None,
    ) -> Answer:
        self.asked.append((text, language))
        if text == "defect":
            raise RuntimeError("a defect")
        if text == "endless":
            with ticket.heard_by(self.cancelled.set) if ticket is not None else nullcontext():
                assert self.cancelled.wait(20)
            return Answer(Value(text, "failed", "en", "grammar", message="The query was stopped."))
        value = ANSWERS.get(text, RANKING)
        for step in value.steps:
            if on_step is not None:
                on_step(step)
        return Answer(replace(value, question=text))

    def sql(
        self,
        text: str,
        *,
        language: Any = None,
        on_step: Callable[[Step], None] | None = None,
        ticket: Ticket | None = None,
    ) -> Answer:
        self.ran.append(text)
        value = ANSWERS["refused"] if text.startswith("delete") else RANKING
        return Answer(replace(value, question=text, sql=text, reader="person"))

    def rated(self, question: str, sql: str) -> bool | None:
        return None

    def suggestions(self, language: str) -> tuple[str, ...]:
        return ("revenue per month", "revenue by region", "orders by status")

    def close(self) -> None:
        self.closed = True


def desk_of(assistant: FakeAssistant, root: Path) -> Desk:
    """Return what the Ask page works on, with the fake at the place of the assistant."""
    data = OpenData(lambda progress: assistant)  # type: ignore[arg-type,return-value]
    assert data.wait(20)
    return Desk("sales", data, ConversationStore(root), Jobs(), assistant.suggestions)
