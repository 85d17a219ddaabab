"""Does a file hold sessions, where a log is expected?"""

from __future__ import annotations

from itertools import islice
from pathlib import Path

from chargeboard.capture.formats import detect
from chargeboard.capture.parquet_log import FRAME_COLUMNS
from chargeboard.capture.session_files.columns import is_heading
from chargeboard.capture.session_files.csv_table import csv_records, text_of
from chargeboard.capture.session_files.parquet_table import parquet_columns
from chargeboard.capture.session_files.spreadsheet import is_spreadsheet
from chargeboard.capture.unpacking import DamagedError, blocks

_LOOKED_AT = 40
"""So many records may come before the heading ends."""


def holds_sessions(path: Path) -> bool:
    """Whether it is a table whose heading names columns of sessions, and no log; a spreadsheet is none."""
    try:
        with path.open("rb") as raw:
            magic = raw.peek(8)[:8]
            if magic[:4] == b"PAR1":
                columns = parquet_columns(path)
                return not set(FRAME_COLUMNS) <= set(columns) and is_heading(columns)
            if is_spreadsheet(magic):
                return True
            head = next(blocks(raw), b"")
    except (OSError, DamagedError):
        return False  # whoever reads it says so
    if detect(head.split(b"\n")) is not None:
        return False
    return any(is_heading(list(cells)) for _, cells in islice(csv_records(text_of(head)), _LOOKED_AT))
