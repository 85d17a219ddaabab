"""How are windows that excuse an outage written as the list that they are taken in with?"""

from __future__ import annotations

from collections.abc import Iterable

from chargeboard.domain.exclusions import DeclaredExclusion
from chargeboard.domain.spreadsheet import quoted_once_more
from chargeboard.time.instants import text_of


def exclusion_list(windows: Iterable[DeclaredExclusion]) -> list[list[str]]:
    """Windows as the lines of a list, in UTC; taken in again it changes nothing."""
    return [
        [
            one.kind,
            text_of(one.from_at),
            text_of(one.until_at),
            *map(quoted_once_more, (one.charger, one.site)),
            "" if one.socket is None else str(one.socket),
            *map(quoted_once_more, (one.reason, one.note, one.by)),
        ]
        for one in windows
    ]
