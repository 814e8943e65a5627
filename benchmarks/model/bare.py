"""The same model asked alone: one zero-shot prompt, its first statement run as it stands.

Owns that prompt (`bare.md`) and the reading of the reply. What it measures is what the product is held beside, so
nothing of the product takes part.
"""

from __future__ import annotations

import re
import sqlite3
import time
from pathlib import Path
from typing import Any, Final

from openai import OpenAI

from benchmarks.reader.public import Asked, connect, database_file

PROMPT: Final = Path(__file__).with_name("bare.md").read_text(encoding="utf-8")
_FENCE = re.compile(r"```(?:sql|sqlite)?\s*(.*?)(?:```|\Z)", re.DOTALL | re.IGNORECASE)
_MOST_TOKENS: Final = 300
_RUN_SECONDS: Final = 10.0


def bare_sql(client: OpenAI, model: str, folder: Path, asked: Asked) -> str:
    """Return the statement that the model writes for a question."""
    with connect(database_file(folder, asked.database)) as connection:
        ddl = ";\n\n".join(
            row[0] for row in connection.execute("SELECT sql FROM sqlite_master WHERE type = 'table' AND sql > ''")
        )
    text = PROMPT.replace("{{ddl}}", ddl).replace("{{question}}", asked.text).strip()
    reply = client.chat.completions.create(
        model=model, messages=[{"role": "user", "content": text}], temperature=0, max_tokens=_MOST_TOKENS
    )
    return statement_in(reply.choices[0].message.content or "")


def statement_in(reply: str) -> str:
    """Return the first statement of a reply, whatever stands around it.

    >>> statement_in("Here it is:\\n```sql\\nSELECT 1;\\n```"), statement_in("SELECT 2; SELECT 3")
    ('SELECT 1', 'SELECT 2')
    """
    fenced = _FENCE.search(reply)
    return (fenced.group(1) if fenced else reply).strip().split(";")[0].strip()


def run(folder: Path, database: str, sql: str) -> list[tuple[Any, ...]] | None:
    """Return the rows of a statement, None where it fails or takes too long."""
    connection = connect(database_file(folder, database))
    end = time.monotonic() + _RUN_SECONDS
    connection.set_progress_handler(lambda: time.monotonic() > end, 10_000)
    try:
        return connection.execute(sql).fetchall()
    except (sqlite3.Error, sqlite3.Warning):
        return None
    finally:
        connection.close()
