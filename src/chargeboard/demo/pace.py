"""
How does a town live faster than the clock?

What happens after the beginning comes closer together, and meters count less in the same proportion, so that
power stays what it was.
"""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

from chargeboard.time.instants import SECOND, Instant, Micros, instant_of, text_of

_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z")
_REGISTER = "Energy.Active.Import.Register"
_COUNTED = frozenset({"meterStart", "meterStop"})


class Pace:
    """Turns what a charger says in the town's time into what it says in ours."""

    def __init__(self, begin: Instant, speed: float, ahead: Micros = 0) -> None:
        """`ahead`: so much later than it is the charger's clock shows."""
        self._begin, self._speed, self._ahead = begin, speed, ahead
        self._first: dict[object, float] = {}
        """By socket, what its meter showed first."""
        self._sockets: dict[object, object] = {}
        """By transaction, its socket."""

    def moment(self, at: Instant) -> Instant:
        """When something of the town happens for us."""
        return at if at < self._begin else self._begin + round((at - self._begin) / self._speed)

    def said(self, payload: dict[str, Any], transaction: object = None) -> dict[str, Any]:
        """A payload, told at our pace; `transaction` is the one that a 1.6 start was given."""
        if self._speed == 1 and not self._ahead:
            return payload
        about = payload.get("transactionInfo", payload).get("transactionId", transaction)
        evse = payload.get("evse") or {}
        socket = payload.get("connectorId", payload.get("evseId", evse.get("id"))) or self._sockets.get(about)
        if about is not None and socket is not None:
            self._sockets[about] = socket
        told: dict[str, Any] = self._told(payload, socket)
        return told

    def _told(self, value: Any, socket: object) -> Any:  # noqa: ANN401 - a payload is any JSON
        match value:
            case {"value": shown, **rest} if rest.get("measurand", _REGISTER) == _REGISTER:
                counted = self._counted(float(shown), socket)
                return {**rest, "value": f"{counted:.0f}" if isinstance(shown, str) else counted}
            case dict():
                return {
                    key: round(self._counted(one, socket)) if key in _COUNTED else self._told(one, socket)
                    for key, one in value.items()
                }
            case list():
                return [self._told(one, socket) for one in value]
            case str() if _MOMENT.fullmatch(value):
                at = self.moment(instant_of(datetime.fromisoformat(value))) + self._ahead
                return text_of(at - at % SECOND)
            case _:
                return value

    def _counted(self, shown: float, socket: object) -> float:
        if socket is None:
            return shown
        first = self._first.setdefault(socket, shown)
        return first + (shown - first) / self._speed
