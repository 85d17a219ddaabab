"""Which texts would a spreadsheet compute?"""

from __future__ import annotations

import re

_NUMBER = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?")
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_QUOTED = re.compile(f"'+[{re.escape(''.join(_FORMULA))}]")


def quoted(text: str) -> str:
    """A text as a cell that is computed by nobody; a number stays one."""
    return f"'{text}" if text.startswith(_FORMULA) and not _NUMBER.fullmatch(text) else text


def unquoted(text: str) -> str:
    """What a cell says, without the quote before what a spreadsheet would compute."""
    return text[1:] if _QUOTED.match(text) else text


def quoted_once_more(text: str) -> str:
    """A text as a cell that `unquoted` reads as it was: what begins like a quoted one is quoted once more."""
    return f"'{text}" if _QUOTED.match(text) else quoted(text)
