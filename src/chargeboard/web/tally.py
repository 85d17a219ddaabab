"""How often was what answered, and how soon did an answer begin?"""

from __future__ import annotations

from collections import Counter
from time import perf_counter
from typing import TYPE_CHECKING, Any, cast

from chargeboard.domain.readings import Distribution, Reading
from chargeboard.run.measuring.measures import ANSWERING_S

if TYPE_CHECKING:
    from litestar.types import Message, Scope

_BEGAN = "chargeboard.began"


class Tally:
    """Of one application, by one loop."""

    def __init__(self) -> None:
        self._statuses = Counter[str]()
        self._seconds = Distribution(ANSWERING_S)

    def begin(self, scope: dict[str, Any]) -> None:
        """Somebody asked."""
        scope[_BEGAN] = perf_counter()

    async def note(self, message: Message, scope: Scope) -> None:
        """An answer begins."""
        if message["type"] == "http.response.start":
            self._statuses[f"{message['status'] // 100}xx"] += 1
            self._seconds.add(perf_counter() - cast("dict[str, Any]", scope)[_BEGAN])

    @property
    def readings(self) -> list[Reading]:
        """Since it began."""
        return [
            *(Reading("chargeboard_http_requests_total", n, (one,)) for one, n in self._statuses.items()),
            self._seconds.reading("chargeboard_http_answer_seconds"),
        ]
