"""Data frames on their way into the engine.

Owns the conversion from pandas, polars and Arrow to Arrow files. Refuses to guess types: what a frame says holds, and
only object columns of pandas that hold a mixture become text.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from copilot.errors import SourceError

if TYPE_CHECKING:
    import pyarrow as pa

ONE_FRAME: Final = "data"
"""The table's name where a single frame comes without one."""


def named_frames(data: object) -> dict[str, Any] | None:
    """Return frames by table name, or None where `data` is neither a frame nor a mapping of them.

    Raises:
        SourceError: a mapping is empty, or holds something that is no frame.
    """
    if is_frame(data):
        return {ONE_FRAME: data}
    if not isinstance(data, Mapping):
        return None
    if not data:
        raise SourceError("There is no frame in the mapping; give at least one, such as {'orders': frame}.")
    for name, frame in data.items():
        if not isinstance(name, str) or not name.strip():
            raise SourceError(f"The frame name {name!r} cannot be a table's name; use a text that is not empty.")
        if not is_frame(frame):
            raise SourceError(
                f"{name!r} is a {type(frame).__name__}, no data frame; pandas, polars and Arrow tables can be opened."
            )
    return dict(data)


def is_frame(data: object) -> bool:
    """Say whether a value is a pandas, polars or Arrow table, without importing any of these."""
    if isinstance(data, type):
        return False
    return any(hasattr(data, name) for name in ("__arrow_c_stream__", "__arrow_c_array__", "__dataframe__")) or (
        type(data).__name__ == "LazyFrame"
    )


def write_arrow(frame: Any, path: Path, *, name: str) -> None:
    """Write a frame as an Arrow file.

    Raises:
        SourceError: the frame cannot be expressed in Arrow.
    """
    import pyarrow as pa

    try:
        table = _to_arrow(frame).combine_chunks()
        with pa.OSFile(str(path), "wb") as sink, pa.ipc.new_file(sink, table.schema) as writer:
            writer.write_table(table)
    except (pa.ArrowException, TypeError, ValueError) as error:
        reason = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise SourceError(
            f"The frame {name!r} cannot be read as a table: {reason}. Give each column one type and a name of its own."
        ) from error


def _to_arrow(frame: Any) -> pa.Table:
    import pyarrow as pa

    if isinstance(frame, pa.Table):
        return frame
    if isinstance(frame, pa.RecordBatch):
        return pa.Table.from_batches([frame])
    if type(frame).__name__ == "LazyFrame":
        frame = frame.collect()
    if type(frame).__module__.partition(".")[0] == "pandas":
        return _from_pandas(frame)
    if hasattr(frame, "__arrow_c_stream__"):
        return pa.table(frame)
    import narwhals as nw

    table: pa.Table = nw.from_native(frame, eager_only=True).to_arrow()
    return table


def _from_pandas(frame: Any) -> pa.Table:
    """Keep an index that has a name, since it is data; object columns of mixed values become text."""
    import pyarrow as pa

    named = [name for name in frame.index.names if name is not None]
    frame = frame.reset_index() if named and len(named) == frame.index.nlevels else frame.reset_index(drop=True)
    try:
        return pa.Table.from_pandas(frame, preserve_index=False).replace_schema_metadata(None)
    except pa.ArrowException:
        mixed = [place for place, kind in enumerate(frame.dtypes) if kind == object]  # noqa: E721 a dtype equals the type
        columns = {
            place: frame.iloc[:, place].map(lambda value: value if value is None else str(value), na_action="ignore")
            for place in mixed
        }
        frame = frame.copy()
        for place, column in columns.items():
            frame.isetitem(place, column)
        return pa.Table.from_pandas(frame, preserve_index=False).replace_schema_metadata(None)
