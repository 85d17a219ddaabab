"""
How are frames read that `chargeboard export frames --parquet` wrote?

As the lines of chargeboard's own format, some rows at a time. Whoever wrote such a file decides how much it
comes to in memory, so that only files which the operator names in the shell are opened so.
"""

from __future__ import annotations

import io
from collections.abc import Collection, Iterable, Iterator
from importlib.util import find_spec
from typing import Any, cast

from chargeboard.capture.formats.systems.own import line_of
from chargeboard.capture.unpacking import DamagedError, blocks
from chargeboard.capture.words import say
from chargeboard.domain.frame import Direction, Frame

_MAGIC = b"PAR1"
_ROWS_AT_ONCE = 1024
_BUFFER_BYTES = 1 << 20
"""So much is read at a time of a column, however large its row groups are."""
FRAME_COLUMNS = ["charger", "received_at", "direction", "text", "connection", "protocol"]


def blocks_also_of_parquet(raw: io.BufferedReader) -> Iterator[bytes]:
    """
    What `blocks` reads, and Parquet.

    Raises: DamagedError, after what could be read.
    """
    if raw.peek(4)[:4] != _MAGIC:
        yield from blocks(raw)
        return
    if find_spec("pyarrow") is None:
        raise DamagedError(say("needs_pyarrow"))
    if not raw.seekable():
        raise DamagedError(say("parquet_is_no_stream"))
    import pyarrow as pa  # noqa: PLC0415 - few need it, and it may not be there
    import pyarrow.parquet as pq  # noqa: PLC0415 - see above

    try:
        file = pq.ParquetFile(raw, buffer_size=_BUFFER_BYTES)
        need_columns(file.schema_arrow.names, FRAME_COLUMNS)
        for rows in file.iter_batches(_ROWS_AT_ONCE, columns=FRAME_COLUMNS):
            yield b"".join(map(line_of, frames_in(rows)))
    except (pa.ArrowException, OSError, TypeError) as error:
        raise DamagedError(say("parquet_damaged", error=error)) from error


def need_columns(there: Collection[str], needed: Iterable[str]) -> None:
    """Raises: DamagedError where a column of frames is not there."""
    if lacking := [name for name in needed if name not in there]:
        raise DamagedError(say("parquet_without", columns=", ".join(lacking)))


def frames_in(rows: Any) -> Iterator[Frame]:  # noqa: ANN401 - the library has no types
    """The frames of Arrow's rows, a batch or a table."""
    import pyarrow as pa  # noqa: PLC0415 - see above

    received = rows.column("received_at").cast(pa.timestamp("us", "UTC")).cast(pa.int64())
    columns = [received if name == "received_at" else rows.column(name) for name in FRAME_COLUMNS]
    return map(_frame, *map(_listed, columns))


def _listed(column: object) -> list[object]:
    return cast("list[object]", column.to_pylist())  # type: ignore[attr-defined]


def _frame(*row: object) -> Frame:
    station, received_at, direction, text, connection, protocol = row
    return Frame(
        str(station or ""),
        int(cast("int", received_at)),
        cast("Direction", direction),
        str(text or ""),
        str(connection or ""),
        str(protocol or ""),
    )
