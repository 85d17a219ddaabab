"""Where do lines of the list stand that were kept before schema 23, and by what are they found?"""

from __future__ import annotations

from collections.abc import Callable

import apsw
import msgspec

from chargeboard.domain.records import Line
from chargeboard.store.sql.chargers.fleet_rows import places
from chargeboard.store.sql.chargers.fleet_search import grams


def enter(connection: apsw.Connection) -> None:
    """Let the migrations of this connection call what is here by name."""
    functions: dict[str, Callable[..., str]] = {"fleet_places": _places, "fleet_grams": _grams}
    for name, function in functions.items():
        connection.create_scalar_function(name, function, 1, deterministic=True)


def _places(line: str) -> str:
    told = places(msgspec.json.decode(line, type=Line))
    return _json([[show, sort, place.hex()] for show, sort, place, _ in told])


def _grams(text: str) -> str:
    return _json(sorted(grams(text)))


def _json(rows: list[list[str]] | list[str]) -> str:
    return msgspec.json.encode(rows).decode()
