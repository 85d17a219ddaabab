"""
How is a CSV file read that a spreadsheet or another system wrote?

With any usual delimiter and encoding, row by row with the number of its first line.
"""

from __future__ import annotations

import codecs
import csv
from collections.abc import Iterator
from io import StringIO

from chargeboard.capture.words import say

_DELIMITERS = ",;\t"


class NotCsvError(ValueError):
    """What cannot be read as CSV, and on which line."""

    def __init__(self, line: int, why: str) -> None:
        super().__init__(why)
        self.line = line


def csv_rows(data: bytes) -> Iterator[tuple[int, list[str]]]:
    """Rows that are not blank, with their first line. Raises: NotCsvError, where it is met."""
    lines = list(StringIO(csv_text(data), newline=""))
    first = next((line for line in lines if line.strip()), "")
    delimiter = max(_DELIMITERS, key=first.count)
    reader = csv.reader(lines, delimiter=delimiter, skipinitialspace=True, strict=True)
    while True:
        number = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise NotCsvError(number, say("not_csv", error=error)) from error
        if any(cell.strip() for cell in cells):
            yield number, [cell.strip() for cell in cells]


def csv_text(data: bytes) -> str:
    """The text of a file. Raises: NotCsvError."""
    is_wide = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    try:
        return data.decode("utf-16" if is_wide else "utf-8-sig")
    except UnicodeDecodeError as error:
        raise NotCsvError(1, say("list_not_utf")) from error
