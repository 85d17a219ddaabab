"""By which commands does a tap begin before a management system?"""

from __future__ import annotations

import msgspec

from chargeboard.capture.tap.upstream import upstream_of
from chargeboard.domain.terminal import command
from chargeboard.web.setup.server import TapPlace

_PORT, _OTHER_PORT = 9000, 9001
_SOCKET, _SPOOL = "ingest.sock", "spool"


class TapCommands(msgspec.Struct, frozen=True):
    """To be typed one after the other."""

    serve: str
    """Empty: the server takes what a tap brings."""
    tap: str
    port: int
    """Where chargers connect from then on."""


def tap_commands(upstream: str, place: TapPlace, ours: int) -> TapCommands:
    """
    `ours`: the port at which this server listens to chargers itself.

    Raises: ValueError that says what is wrong with the address of the management system.
    """
    upstream_of(upstream)
    port = _OTHER_PORT if ours == _PORT else _PORT
    socket = place.socket or _SOCKET
    serve = [
        command("chargeboard serve --db", place.database),
        command("--ingest-socket", socket),
    ]
    tap = [
        command("chargeboard tap --listen", f"0.0.0.0:{port}"),
        command("--upstream", upstream),
        command("--ingest", f"unix:{socket}"),
        command("--spool", _SPOOL),
        command("--db", place.database),
    ]
    return TapCommands("" if place.socket else " ".join(serve), " ".join(tap), port)
