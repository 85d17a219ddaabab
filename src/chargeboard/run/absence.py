"""What does who asks the store all the time do while its server is away? It says so once, and waits."""

from __future__ import annotations

import logging
from collections.abc import Callable

from chargeboard.domain.records import Away, Unavailable
from chargeboard.run.clock import now
from chargeboard.run.words import say
from chargeboard.time.instants import Instant, text_of

_log = logging.getLogger(__name__)
AGAIN_AFTER_S = 1.0


class Absence:
    """That the store is away, and that it is back: each said once."""

    def __init__(self) -> None:
        self._since: Instant | None = None

    def goes_on(self, why: Unavailable) -> None:
        """It was asked, and is away."""
        if self._since is None:
            self._since = now()
            _log.error(say("store_away", since=text_of(self._since), why=str(why).replace("\n", " ")))

    def ends(self) -> None:
        """It was asked, and answered."""
        if self._since is not None:
            _log.warning(say("store_back", since=text_of(self._since)))
            self._since = None


def outlasting(live: Callable[[], None], ask: Callable[[], object], rests: Callable[[float], bool]) -> None:
    """
    Do what `live` does, and begin it anew after the store was away; it ends by itself.

    `ask` is any question to the store; `rests` waits for so long, and says whether we are to end.
    """
    absence = Absence()
    while True:
        try:
            ask()
            absence.ends()
            live()
        except Away as error:
            absence.goes_on(error)
            if rests(AGAIN_AFTER_S):
                return
        else:
            return
