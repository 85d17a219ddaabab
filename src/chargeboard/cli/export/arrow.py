"""Of which Arrow type is a column, and how do rows become columns?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pyarrow as pa

from chargeboard.documents.columns import WH_DIGITS, WH_PLACES, Kind
from chargeboard.documents.tables import Table

WORD = pa.dictionary(pa.int32(), pa.string())
"""A text of a set that is small, in a file."""
_WH = pa.decimal128(WH_DIGITS + WH_PLACES, WH_PLACES)
_TYPES: Mapping[Kind, pa.DataType] = {
    Kind.TEXT: pa.string(),
    Kind.WORD: pa.string(),
    Kind.INSTANT: pa.timestamp("us", "UTC"),
    Kind.DATE: pa.date32(),
    Kind.WHOLE: pa.int64(),
    Kind.NUMBER: pa.float64(),
    Kind.WH: _WH,
    Kind.YES_NO: pa.bool_(),
    Kind.TEXTS: pa.list_(pa.string()),
    Kind.ALL_WH: pa.list_(_WH),
}


def plain_schema(table: Table) -> pa.Schema:
    """The columns of a table, each value for itself."""
    return pa.schema([(name, _TYPES[kind]) for name, kind in table.columns.items()])


def batch_of(columns: list[list[Any]], columns_of: pa.Schema) -> pa.RecordBatch:
    """Rows, of a list for each column."""
    arrays = [pa.array(values, field.type) for values, field in zip(columns, columns_of, strict=True)]
    return pa.RecordBatch.from_arrays(arrays, schema=columns_of)
