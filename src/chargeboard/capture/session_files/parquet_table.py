"""How is Parquet of sessions read, some rows at a time?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from chargeboard.capture.unpacking import DamagedError
from chargeboard.capture.words import say

_ROWS_AT_ONCE = 1024


def parquet_columns(path: Path) -> list[str]:
    """The names of its columns. Raises: DamagedError."""
    if find_spec("pyarrow") is None:
        raise DamagedError(say("needs_pyarrow"))
    import pyarrow as pa  # noqa: PLC0415 - few need it, and it may not be there
    import pyarrow.parquet as pq  # noqa: PLC0415 - see above

    try:
        names: list[str] = pq.read_schema(path).names
    except (pa.ArrowException, OSError) as error:
        raise DamagedError(say("parquet_damaged", error=error)) from error
    return names


def parquet_records(path: Path) -> Iterator[tuple[int, Sequence[Any]]]:
    """Its columns as row 1, then its rows. Raises: DamagedError, after what could be read."""
    yield 1, parquet_columns(path)
    import pyarrow as pa  # noqa: PLC0415 - see above
    import pyarrow.parquet as pq  # noqa: PLC0415 - see above

    number = 1
    try:
        with pq.ParquetFile(path) as file:
            for batch in file.iter_batches(_ROWS_AT_ONCE):
                for row in zip(*(column.to_pylist() for column in batch.columns), strict=True):
                    number += 1
                    yield number, row
    except (pa.ArrowException, OSError, TypeError, ValueError) as error:
        raise DamagedError(say("parquet_damaged", error=error)) from error
