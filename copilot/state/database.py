"""The state database: SQLite in the workspace, or whatever ASKBI_STATE names, through SQLAlchemy.

Owns tables, schema version, migrations forward, and who sees what: an entry is shown to the role that made it and to no
other. Refuses to stop or delay an answer: entries are written by a thread of its own, and where nothing can be written
they last as long as the process.
"""

from __future__ import annotations

import json
import logging
import os
from collections.abc import Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import asdict
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from copilot.errors import ConfigError
from copilot.state.records import Asked, Feedback, Sent

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine, MetaData

VERSION: Final = 2
_WAIT_SECONDS: Final = 5
_IN_MEMORY: Final = "sqlite+pysqlite://"
_log = logging.getLogger(__name__)


class State:
    """The state of one workspace, as one role sees it.

    Args:
        path: the SQLite file; None for what lasts as long as the process. Its folder is made when first written.
        view: tells roles apart; empty where no policy is in force.
        environment: where ASKBI_STATE is read from.
    """

    def __init__(self, path: Path | None, view: str = "", environment: dict[str, str] | None = None) -> None:
        named = (os.environ if environment is None else environment).get("ASKBI_STATE", "").strip()
        self._url = named or ("" if path is None else f"sqlite+pysqlite:///{path}")
        self._path = None if named else path
        self._url_is_named = bool(named)
        self._view = view
        self._writer = ThreadPoolExecutor(max_workers=1, thread_name_prefix="askbi state")
        self._last: Future[None] | None = None

    @property
    def is_empty(self) -> bool:
        """True where nothing can have been kept yet: there is no database, and none is named."""
        return self._last is None and (self._path is None or not self._path.exists()) and not self._url_is_named

    def warm(self) -> None:
        """Open the database by the way, where there is one, so that whoever looks back first does not wait for it."""
        if not self.is_empty:
            self._later(lambda _: None)

    # -- what is kept ----------------------------------------------------------------------------------------------

    def keep_asked(self, asked: Asked) -> None:
        """Keep a question with what became of it."""
        self._write("asked", _without_id(asdict(asked)))

    def keep_sent(self, sent: Sent) -> None:
        """Keep an exchange with a chat model."""
        self._write("sent", _without_id({**asdict(sent), "messages": json.dumps(sent.messages, ensure_ascii=False)}))

    def keep_feedback(self, feedback: Feedback) -> None:
        """Keep what a person said of an answer, in place of what was said of the same question and SQL before."""
        values = _without_id(asdict(feedback))
        table = self._tables.tables["feedback"]

        def put(connection: Connection) -> None:
            same = (
                (table.c.question == feedback.question) & (table.c.sql == feedback.sql) & (table.c.view == self._view)
            )
            connection.execute(table.delete().where(same))
            connection.execute(table.insert().values(view=self._view, **values))

        self._later(put)

    def feedback(self, *, open_only: bool = False, most: int = 200) -> tuple[Feedback, ...]:
        """Return what people said of answers, newest first; with `open_only` that which nobody has reviewed."""
        table = self._tables.tables["feedback"]
        query = table.select().where(table.c.view == self._view).order_by(table.c.id.desc()).limit(most)
        query = query.where(table.c.done.is_(False)) if open_only else query
        rows = self._read(lambda connection: connection.execute(query).mappings().all())
        plain = ({key: value for key, value in row.items() if key != "view"} for row in rows)
        return tuple(Feedback(**{**row, "good": bool(row["good"]), "done": bool(row["done"])}) for row in plain)

    def close_feedback(self, number: int) -> None:
        """Mark what a person said as reviewed."""
        table = self._tables.tables["feedback"]
        mine = (table.c.id == number) & (table.c.view == self._view)
        self._later(lambda connection: connection.execute(table.update().where(mine).values(done=True)))

    def weights(self) -> dict[str, float]:
        """Return the weights that were learned, by name."""
        table = self._tables.tables["weights"]
        query = table.select().where(table.c.key.startswith(f"{self._view}/", autoescape=True))
        rows = self._read(lambda connection: connection.execute(query).all())
        return {str(row.key)[len(self._view) + 1 :]: float(row.weight) for row in rows}

    def keep_weights(self, weights: Mapping[str, float]) -> None:
        """Keep weights by name; others stay as they are."""
        table = self._tables.tables["weights"]
        rows = [{"key": f"{self._view}/{name}"[:400], "weight": weight} for name, weight in weights.items()]

        def put(connection: Connection) -> None:
            connection.execute(table.delete().where(table.c.key.in_([row["key"] for row in rows])))
            connection.execute(table.insert(), rows)

        if rows:
            self._later(put)

    def keep_reply(self, key: str, reply: str) -> None:
        """Keep a reply under everything that it depends on."""
        self._later(lambda connection: self._put_reply(connection, key, reply))

    def reply(self, key: str) -> str | None:
        """Return the reply that was kept, None where there is none."""
        from sqlalchemy.exc import SQLAlchemyError

        table = self._tables.tables["replies"]
        query = table.select().where(table.c.key == self._view + key)
        try:
            found = self._read(lambda connection: connection.execute(query).first())
        except (SQLAlchemyError, ConfigError) as error:  # asking again costs a call, no more
            _log.warning("a reply from before cannot be looked up: %s", error)
            return None
        return None if found is None else str(found.reply)

    # -- looking back ----------------------------------------------------------------------------------------------

    def asked(self, containing: str = "", most: int = 100) -> tuple[Asked, ...]:
        """Return questions, newest first.

        Args:
            containing: a text that the question, its SQL or its answer must hold.
            most: how many.
        """
        rows = self._found("asked", ("question", "sql", "said"), containing, most)
        return tuple(Asked(**{**row, "verified": bool(row["verified"])}) for row in rows)

    def sent(self, containing: str = "", most: int = 100) -> tuple[Sent, ...]:
        """Return exchanges with chat models, newest first.

        Args:
            containing: a text that the question, what was sent or the reply must hold.
            most: how many.
        """
        rows = self._found("sent", ("question", "messages", "reply"), containing, most)
        return tuple(
            Sent(**{**row, "messages": tuple((who, what) for who, what in json.loads(row["messages"]))}) for row in rows
        )

    def close(self) -> None:
        """Write what is waiting, and let go of the database."""
        self._writer.shutdown(wait=True)
        if "_engine" in self.__dict__:
            self._engine.dispose()

    # -- the database ----------------------------------------------------------------------------------------------

    @cached_property
    def _tables(self) -> MetaData:
        from copilot.state.tables import tables

        return tables()

    @cached_property
    def _engine(self) -> Engine:
        from sqlalchemy.exc import SQLAlchemyError

        try:
            if self._path is not None:
                self._path.parent.mkdir(parents=True, exist_ok=True)
            return self._opened(self._url or _IN_MEMORY)
        except (OSError, SQLAlchemyError) as error:
            if self._path is None and self._url:
                raise ConfigError(f"ASKBI_STATE: the database cannot be opened ({type(error).__name__})") from error
            _log.warning("nothing of this session is kept: %s cannot be written", self._path)
            return self._opened(_IN_MEMORY)

    def _opened(self, url: str) -> Engine:
        from sqlalchemy import create_engine, event
        from sqlalchemy.pool import StaticPool

        local = url.startswith("sqlite")
        options: dict[str, Any] = (
            {"connect_args": {"timeout": _WAIT_SECONDS, "check_same_thread": False}} if local else {}
        )
        engine = create_engine(url, **options, **({"poolclass": StaticPool} if url == _IN_MEMORY else {}))
        if local and url != _IN_MEMORY:

            @event.listens_for(engine, "connect")
            def _settings(connection: Any, _: Any) -> None:
                connection.execute("PRAGMA journal_mode=WAL")
                connection.execute("PRAGMA synchronous=NORMAL")

        with engine.begin() as connection:
            _migrated(connection, self._tables)
        return engine

    def _write(self, table: str, values: dict[str, Any]) -> None:
        self._later(
            lambda connection: connection.execute(self._tables.tables[table].insert().values(view=self._view, **values))
        )

    def _put_reply(self, connection: Connection, key: str, reply: str) -> None:
        table = self._tables.tables["replies"]
        connection.execute(table.delete().where(table.c.key == self._view + key))
        connection.execute(table.insert().values(key=self._view + key, reply=reply))

    def _later(self, work: Callable[[Connection], object]) -> None:
        def write() -> None:
            from sqlalchemy.exc import SQLAlchemyError

            try:
                with self._engine.begin() as connection:
                    work(connection)
            except (SQLAlchemyError, ConfigError) as error:
                _log.warning("an entry of the history was not written: %s", error)

        self._last = self._writer.submit(write)

    def _read(self, work: Callable[[Connection], Any]) -> Any:
        if self._last is not None:
            self._last.result()
        with self._engine.connect() as connection:
            return work(connection)

    def _found(self, name: str, looked_in: tuple[str, ...], containing: str, most: int) -> list[dict[str, Any]]:
        from sqlalchemy import or_

        table = self._tables.tables[name]
        query = table.select().where(table.c.view == self._view).order_by(table.c.id.desc()).limit(most)
        if containing:
            query = query.where(or_(*(table.c[column].icontains(containing, autoescape=True) for column in looked_in)))
        rows = self._read(lambda connection: connection.execute(query).mappings().all())
        return [{key: value for key, value in row.items() if key != "view"} for row in rows]


def _migrated(connection: Connection, tables: MetaData) -> None:
    """Bring a database forward; one that a newer askbi has written is refused rather than spoiled."""
    tables.create_all(connection)
    version = tables.tables["version"]
    found = connection.execute(version.select()).scalar()
    if found is None:
        connection.execute(version.insert().values(number=VERSION))
    elif found > VERSION:
        raise ConfigError(
            f"the state database is of version {found}, written by a newer askbi; this one knows {VERSION}"
        )
    elif found < VERSION:  # what came since are tables of their own, made above
        connection.execute(version.update().values(number=VERSION))


def _without_id(values: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in values.items() if key != "id"}
