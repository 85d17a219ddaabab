"""Are chargers listened to, and is it still as it was chosen?"""

from __future__ import annotations

from contextlib import suppress
from socket import socket as Socket  # noqa: N812 - a kind

import click

from chargeboard.cli.place import Place
from chargeboard.cli.server.addresses import check_endpoint
from chargeboard.domain.doorstep import ListeningChoice
from chargeboard.domain.records import Unavailable
from chargeboard.store import OwnedStore


class Chosen:
    """A place whose settings, or whoever set it up in the page, say how chargers are listened to."""

    def __init__(self, place: Place, reader: OwnedStore, socket: Socket | None = None) -> None:
        """`socket` listens for us already, where somebody opened it."""
        self._given, self._reader, self._socket = place, reader, socket
        self._choice = reader.listening_choice()
        self.place = place.with_choice(self._choice)
        """With what was chosen."""
        self.why_not = self._objection()
        """Why chargers cannot be listened to as it was chosen, in words."""

    @property
    def socket(self) -> Socket | None:
        """One that listens already, of its own for each time; None: open one."""
        return None if self._socket is None else self._socket.dup()

    @property
    def listens(self) -> bool:
        """Whether chargers are to be listened to, and can be."""
        return bool(self.place.settings.csms.authorize) and not self.why_not

    @property
    def holds(self) -> bool:
        """Whether that is still so; what the settings say holds until the end."""
        if self._given.settings.csms.authorize:
            return True
        return self._present() == self._choice and (not self.why_not or self._objection() == self.why_not)

    def _present(self) -> ListeningChoice | None:
        with suppress(Unavailable):
            return self._reader.listening_choice()
        return self._choice

    def _objection(self) -> str:
        """What the settings say was looked at before anything began."""
        if self._given.settings.csms.authorize or not self.place.settings.csms.authorize:
            return ""
        try:
            check_endpoint(self.place.settings.csms, is_inherited=self._socket is not None)
        except click.ClickException as error:
            return error.message
        return ""
