"""What is asked of a store that hides secrets and forgets people?"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple, Protocol

from chargeboard.domain.conclusions import Attempt


class HidingRules(NamedTuple):
    """How a process hides what it keeps."""

    name: str
    """Other rules have another one."""
    redact: Callable[[], Callable[[str], str]]
    """Makes what hides a text; it is made when it is needed."""


class HidingPort(Protocol):
    """By which rules secrets and people are hidden in what is kept; those of this process are the store's."""

    def begin_hiding(self) -> None:
        """Frames are kept from now on, hidden by the rules of this process: all others are to be so, too."""

    def unhidden(self) -> list[str]:
        """The stations whose frames may be hidden by other rules."""

    @property
    def is_hidden(self) -> bool:
        """Whether all that is kept is hidden by the rules of this process."""

    def hide_some(self, station: str) -> bool | None:
        """
        Hide a bounded part of a station's frames, from where that was left.

        None: there is more. Else whether any frame changed; the station is marked to be folded again then.
        """

    def all_hidden(self) -> None:
        """Note that all is, if it is."""

    @property
    def is_wiped(self) -> bool:
        """Whether no free part of the file can hold what was not hidden."""

    @property
    def size_bytes(self) -> int:
        """Of all that is kept."""

    @property
    def free_bytes(self) -> int:
        """What of it is free, and used first."""

    @property
    def has_room_to_be_wiped(self) -> bool:
        """Whether there is room to write all of it again."""

    def wipe_while_used(self) -> bool:
        """
        Leave nothing that was dropped or replaced in any free part; nobody else writes for so long.

        False: somebody still reads what was written before, ask again.
        """


class TokensPort(Protocol):
    """What names a token, whatever it is."""

    def sessions_of(self, station: str, token: str) -> list[bytes]:
        """The stored sessions that it started: JSON of SessionRows, by start."""

    def attempts_of(self, station: str, token: str) -> list[Attempt]:
        """The stored attempts with it, by start."""

    def forgetting(self, salt: str) -> str:
        """
        Begin to forget; the salt to do it with: that of an earlier time that did not come to its end.

        What gives way from now on is overwritten in the file too.
        """

    def forgotten(self) -> None:
        """It is done: the salt is forgotten."""

    def replace_token(self, station: str, old: str, new: str) -> int:
        """
        Let `new`, which is as long, stand wherever `old` does; in how many rows it did.

        Raises: ValueError where it is not as long.
        """
