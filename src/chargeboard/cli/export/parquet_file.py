"""
How are rows written into a Parquet file that is there whole or not at all?

Rows gather until they are many, whoever's they are, and become a row group. What is written is under another
name until it is complete and on the disk, so that nobody ever reads a part of it.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import pyarrow as pa
import pyarrow.parquet as pq

from chargeboard.cli.export.arrow import WORD, batch_of, plain_schema
from chargeboard.documents.columns import Kind
from chargeboard.documents.tables import Table

ROWS_AT_ONCE = 1 << 16
"""Of a row group, at most about so many."""
_BYTES_AT_ONCE = 32 << 20


class ParquetFile:
    """A file of a table; nothing is written where there is no row."""

    def __init__(self, path: Path, table: Table, about: Mapping[str, str]) -> None:
        self.rows = 0
        self._path = path
        self._unfinished = path.with_name(f".{path.name}.{os.getpid()}")
        self._gathered: list[pa.RecordBatch] = []
        self._gathered_rows = self._gathered_bytes = 0
        self._writer: pq.ParquetWriter | None = None
        self._plain = plain_schema(table)
        self._schema = pa.schema(
            [
                field.with_type(WORD) if kind is Kind.WORD else field
                for field, kind in zip(self._plain, table.columns.values(), strict=True)
            ],
            metadata={f"chargeboard.{key}": value for key, value in about.items()},
        )
        self._sorted_by = [pq.SortingColumn(self._plain.get_field_index(name)) for name in table.order]

    def __enter__(self) -> Self:
        return self

    def add(self, columns: list[list[Any]]) -> None:
        """Rows behind those before, a list for each column."""
        rows = batch_of(columns, self._plain)
        self._gathered.append(rows)
        self._gathered_rows += rows.num_rows
        self._gathered_bytes += rows.nbytes
        if self._gathered_rows >= ROWS_AT_ONCE or self._gathered_bytes >= _BYTES_AT_ONCE:
            self._write()

    def _write(self) -> None:
        """What is gathered becomes a row group."""
        if not self._gathered:
            return
        if self._writer is None:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            self._writer = pq.ParquetWriter(
                self._unfinished,
                self._schema,
                compression="zstd",
                sorting_columns=self._sorted_by,
                store_decimal_as_integer=True,
            )
        rows = pa.Table.from_batches(self._gathered).combine_chunks()
        columns = [
            column.combine_chunks().dictionary_encode() if field.type == WORD else column
            for column, field in zip(rows.columns, self._schema, strict=True)
        ]
        self._writer.write_table(pa.Table.from_arrays(columns, schema=self._schema))
        self.rows += rows.num_rows
        self._gathered.clear()
        self._gathered_rows = self._gathered_bytes = 0

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if kind is None:
                self._write()
            if self._writer is not None:
                self._writer.close()
                if kind is None:
                    self._finish()
        finally:
            self._unfinished.unlink(missing_ok=True)

    def _finish(self) -> None:
        """It gets its name once its bytes are on the disk."""
        with self._unfinished.open("rb") as written:
            os.fsync(written.fileno())
        self._unfinished.replace(self._path)
        folder = os.open(self._path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def about_file(path: Path) -> dict[str, str]:
    """What a file says about itself; empty where it is not there or none of ours."""
    try:
        told = pq.read_schema(path).metadata or {}
    except (OSError, pa.ArrowInvalid):
        return {}
    return {
        key.decode().removeprefix("chargeboard."): value.decode()
        for key, value in told.items()
        if key.startswith(b"chargeboard.")
    }
