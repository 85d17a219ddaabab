"""
Which sockets did who started us open for us?

As systemd has it: they are held by it while we restart, so that whoever connects meanwhile waits for us and
is not refused (sd_listen_fds).
"""

from __future__ import annotations

import os
import socket
from typing import NamedTuple

import click

from chargeboard.cli.server.words import say
from chargeboard.config import Settings

_FIRST = 3


class Inherited(NamedTuple):
    """Each listens already; None: we listen by ourselves."""

    page: socket.socket | None = None
    ocpp: socket.socket | None = None

    def told_to(self, settings: Settings) -> Settings:
        """The settings, with the addresses that are really listened on: rules hold for these."""
        if self.page is not None:
            host, port = self.page.getsockname()[:2]
            settings = settings.with_options(host=host, port=port)
        if self.ocpp is not None:
            host, port = self.ocpp.getsockname()[:2]
            settings = settings.with_csms(say("by_socket"), host=host, port=port)
        return settings


NOTHING = Inherited()
"""We listen by ourselves."""


def inherited() -> Inherited:
    """
    What was opened for this process, by its name.

    Raises: ClickException for a socket that has none of ours.
    """
    count = int(os.environ.pop("LISTEN_FDS", "0"))
    names = os.environ.pop("LISTEN_FDNAMES", "").split(":")
    if os.environ.pop("LISTEN_PID", "") != str(os.getpid()) or not count:
        return NOTHING
    found = dict(zip(names, range(_FIRST, _FIRST + count), strict=False))
    if len(found) != count or not found.keys() <= set(Inherited._fields):
        raise click.ClickException(say("sockets_without_names", names=", ".join(names)))
    opened = {}
    for name, number in found.items():
        os.set_inheritable(number, False)  # noqa: FBT003 - of the library
        opened[name] = socket.socket(fileno=number)
    return Inherited(**opened)
