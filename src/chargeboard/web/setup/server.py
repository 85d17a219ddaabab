"""What does the set-up page ask of the server that it sets up?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Protocol
from zoneinfo import ZoneInfo

import msgspec

from chargeboard.domain.doorstep import Doorstep, ListeningChoice


class SessionsFound(msgspec.Struct, frozen=True):
    """What a file of sessions holds, which waits until somebody says that it is read so."""

    headings: tuple[str, ...] = ()
    """The names of its columns; none: which sheet it is about has to be told first."""
    columns: Mapping[str, tuple[str, str]] = {}
    """What is what: the name of the column and its first values, by the key of `--map`."""
    questions: tuple[str, ...] = ()
    """What has to be told, in words."""
    sheets: tuple[str, ...] = ()
    """Those of a workbook."""
    first: tuple[tuple[str, ...], ...] = ()
    """The first sessions as they are read: charger, socket, start, end and energy."""
    told: Mapping[str, str] = {}
    station: str = ""
    zone: str = ""
    """What was told of it before."""

    @property
    def sockets(self) -> str:
        """What was told of labels of sockets, as it is typed."""
        labels = {
            key.removeprefix("socket:"): said for key, said in self.told.items() if key.startswith("socket:")
        }
        return ", ".join(f"{label}={number}" for label, number in labels.items())


class LogTaken(msgspec.Struct, frozen=True):
    """A log that was brought in by the page, the last one."""

    file: str
    is_over: bool = False
    """Nothing more of it will be read."""
    is_whole: bool = False
    """It was read to its end, and all of it was understood."""
    lines: tuple[str, ...] = ()
    """What was read and what was not, as `chargeboard import` says it."""
    stations: tuple[str, ...] = ()
    sessions: SessionsFound | None = None
    """It holds sessions, and nothing was taken in yet."""


class TapPlace(msgspec.Struct, frozen=True):
    """What a tap on this machine has to be told."""

    database: str
    """Its file or URL."""
    socket: str
    """Where this server takes what a tap brings; empty: it was not told to."""


class FeedShown(msgspec.Struct, frozen=True):
    """A feed that is read, or should be."""

    name: str
    """Its kind and where it is, without any secret."""
    health: str
    """How it does, in words."""
    is_wrong: bool
    is_chosen: bool
    """On this page, and not in the settings: it can be removed here."""


class FeedTried(msgspec.Struct, frozen=True):
    """What is found at the address of a feed, in words."""

    text: str
    is_fine: bool


class Server(Protocol):
    """The running server, as far as it is set up in the page."""

    @property
    def doorstep(self) -> Doorstep:
        """Where chargers are listened to, and who was turned away."""

    @property
    def is_said(self) -> bool:
        """Whether the settings say how chargers are listened to, so that nothing can be chosen."""

    @property
    def tap(self) -> TapPlace:
        """What a tap has to be told."""

    @property
    def certificate_doubts(self) -> Sequence[str]:
        """What is wrong with certificates that are shown, or soon will be, in words."""

    @property
    def address_in_network(self) -> str:
        """By which address other machines reach this one; empty where it is not known."""

    @property
    def choice(self) -> ListeningChoice | None:
        """What was chosen here before; None: nothing yet."""

    def choose(self, choice: ListeningChoice) -> None:
        """Listen to chargers so from now on."""

    @property
    def log(self) -> LogTaken | None:
        """The log that was brought in last."""

    def take_log(self, path: Path, form: str, station: str, zone: ZoneInfo | None) -> bool:
        """
        Have it read; afterwards it is gone with the folder that it lies in.

        False: another one is being read.
        """

    def read_sessions(self, told: Mapping[str, str], station: str, zone: ZoneInfo | None) -> bool:
        """
        Have the file of sessions that waits read as it is told, by keys of `--map`.

        False: none waits.
        """

    @property
    def reads_feeds(self) -> bool:
        """Whether it reads feeds itself; where several processes serve, others do."""

    @property
    def feeds(self) -> Sequence[FeedShown]:
        """Those that are read, by name."""

    def try_feed(self, kind: str, url: str, password: str) -> FeedTried:
        """Test the connection, and keep nothing of it."""

    def add_feed(self, kind: str, url: str, password: str) -> str:
        """Start reading; why that cannot be, in words, and empty where it can."""

    def remove_feed(self, name: str) -> None:
        """Stop reading; what was read stays."""

    @property
    def can_show_town(self) -> bool:
        """Whether whoever looks at this page could look at the town, too."""

    @property
    def town_port(self) -> int:
        """Where the town is shown; 0: nowhere."""

    def show_town(self) -> None:
        """Invent it, in a database of its own that is gone with it."""

    def remove_town(self) -> None:
        """Let it be gone."""
