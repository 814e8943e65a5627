"""A result on its way to the caller, part after part, and its assembly there.

Owns the two caps of a result and the form of a part: a whole Arrow stream of its own, so that each can be read without
the others and without a copy. Knows nothing of pipes and engines.
"""

from __future__ import annotations

import time
from bisect import bisect_right
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Final

from copilot.sources.engine import EngineError

if TYPE_CHECKING:
    import pyarrow as pa

_PART_BYTES: Final = 1_000_000


class Parts:
    """Takes rows from an engine, up to the caps, and sends them in parts; the last part is left for `end`."""

    def __init__(self, send: Callable[[memoryview], None], *, row_cap: int, byte_cap: int) -> None:
        self.truncated = False
        self.rows_wanted = row_cap
        self.bytes_wanted = byte_cap
        self._byte_cap = byte_cap
        self._send = send
        self._schema: pa.Schema | None = None
        self._held: list[pa.RecordBatch] = []
        self._held_bytes = 0
        self._any = False
        self._spent = 0.0
        self._started = time.perf_counter()

    @property
    def seconds(self) -> float:
        """Time since the start, without what was spent here: the engine's own time."""
        return time.perf_counter() - self._started - self._spent

    def begin(self, schema: pa.Schema) -> None:
        """Say what the rows look like, once, before the first of them."""
        self._schema = schema

    def add(self, batch: pa.RecordBatch) -> bool:
        """Hand over rows; False where no more are wanted.

        Raises:
            EngineError: the first row alone is larger than a result may be.
        """
        began = time.perf_counter()
        taken = self._fitting(batch)
        if taken.num_rows:
            self._any = True
            self.rows_wanted -= taken.num_rows
            self.bytes_wanted -= taken.nbytes
            if self._held_bytes >= _PART_BYTES:
                self._send(self._packed())
            self._held.append(taken)
            self._held_bytes += taken.nbytes
        if taken.num_rows < batch.num_rows:
            if not self._any and self.rows_wanted:
                raise EngineError(
                    f"A single row is larger than the {self._byte_cap / 1_000_000:g} MB that a result may hold;"
                    " select fewer columns or shorten the long ones."
                )
            self.truncated = True
        self._spent += time.perf_counter() - began
        return not self.truncated

    def cut(self) -> None:
        """Say that there are more rows than were handed over."""
        self.truncated = True

    def end(self) -> memoryview:
        """Return the part that is left, which may be without rows but always tells the columns."""
        return self._packed()

    def _fitting(self, batch: pa.RecordBatch) -> pa.RecordBatch:
        batch = batch.slice(0, self.rows_wanted)
        if batch.nbytes <= self.bytes_wanted:
            return batch
        counts = range(1, batch.num_rows + 1)
        return batch.slice(0, bisect_right(counts, self.bytes_wanted, key=lambda count: batch.slice(0, count).nbytes))

    def _packed(self) -> memoryview:
        import pyarrow as pa

        assert self._schema is not None, "an engine begins before it ends"
        sink = pa.BufferOutputStream()
        with pa.ipc.new_stream(sink, self._schema) as writer:
            for batch in self._held:
                writer.write_batch(batch)
        self._held, self._held_bytes = [], 0
        return memoryview(sink.getvalue())


def assembled(parts: Sequence[bytes]) -> pa.Table:
    """Return the parts as one table, whose memory is theirs."""
    import pyarrow as pa

    tables: list[pa.Table] = []
    for part in parts:
        with pa.ipc.open_stream(pa.py_buffer(part)) as reader:
            tables.append(reader.read_all())
    return tables[0] if len(tables) == 1 else pa.concat_tables(tables)
