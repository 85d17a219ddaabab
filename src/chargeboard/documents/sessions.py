"""
How is the row of a session kept, and told from what is kept?

It is kept as the API tells it, but for the words of its reasons, which are codes there: who asks the database
reads it too, and a row without a reason is told as it is kept.
"""

from __future__ import annotations

from datetime import datetime

import msgspec
from msgspec.structs import asdict, force_setattr, replace

from chargeboard.documents.forms import writer
from chargeboard.documents.published import default_of
from chargeboard.domain.figures.session_rows import SessionRow
from chargeboard.time.instants import instant_of, text_of

_TIMES = {"start": datetime, "end": datetime | None, "learned_at": datetime | None}
_KEPT = msgspec.defstruct(
    "KeptSession",
    [
        (field.name, _TIMES.get(field.name, field.type), *default_of(field))
        for field in msgspec.structs.fields(SessionRow)
    ],
)
_DECODE = msgspec.json.Decoder(_KEPT).decode
_ENCODE = msgspec.json.Encoder().encode
_WRITE = writer(SessionRow)
_DECODE_LIST = msgspec.json.Decoder(list[msgspec.Raw]).decode
_WITHOUT_REASON = b'"why":[]'


def kept_session(row: SessionRow) -> bytes:
    """A row, to be kept."""
    kept = replace(row)
    force_setattr(kept, "start", text_of(row.start))
    for name in ("end", "learned_at"):
        if (at := getattr(row, name)) is not None:
            force_setattr(kept, name, text_of(at))
    return _ENCODE(kept)


def session_of(kept: bytes) -> SessionRow:
    """The row that was kept."""
    row = asdict(_DECODE(kept))
    times = {name: row[name] and instant_of(row[name]) for name in _TIMES}
    return SessionRow(**row | times)


def sessions_of(kept: bytes, newest: int | None = None) -> list[SessionRow]:
    """The rows of such a list, as it stands between its brackets; of many the newest alone."""
    rows = _apart(kept)
    return [session_of(row) for row in (rows if newest is None else rows[-newest:])]


def sessions_told(kept: bytes) -> bytes:
    """The rows of such a list as the API tells them."""
    return b",".join(
        [row if _WITHOUT_REASON in row else _ENCODE(_WRITE(session_of(row))) for row in _apart(kept)]
    )


def _apart(rows: bytes) -> list[bytes]:
    return [bytes(row) for row in _DECODE_LIST(b"[%b]" % rows)]
