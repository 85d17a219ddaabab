"""How does what was stored at length take less room? Before schema 19 a session held readings one by one."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import Any, Final

import apsw
import msgspec

_READ: Final = ("readings", "export_readings", "powers")


def enter(connection: apsw.Connection) -> None:
    """Let the migrations of this connection call what is here by name."""
    function: Callable[..., bytes] = readings_apart
    connection.create_scalar_function("readings_apart", function, 1, deterministic=True)


def readings_apart(body: bytes) -> bytes:
    """A session of before, what was read in it beside it; one that is not to be read stays."""
    try:
        held: dict[str, Any] = msgspec.msgpack.decode(body)
        start = held["start"]
        columns = [column for name in _READ for column in _columns(start, held.pop(name, []))]
    except (msgspec.DecodeError, LookupError, TypeError, AttributeError):
        return body
    return msgspec.msgpack.encode([held, *columns])


def _columns(start: int, read: list[list[Any]]) -> tuple[list[int], list[Any]]:
    instants = [start, *(at for at, _ in read)]
    return [after - before for before, after in pairwise(instants)], [value for _, value in read]
