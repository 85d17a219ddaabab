"""
Who may do what? Every route has a row here; one without a row is refused to everybody.

What a reader sees of what a route shows is another question: that is asked of the desk, charger by charger.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import msgspec

from chargeboard.domain.people import Reader, Role


class Right(msgspec.Struct, frozen=True):
    """What a route asks of whoever asks for it."""

    role: Role | None
    """At least; None: anybody, logged in or not."""
    is_whole: bool = False
    """It is about the whole installation: only for who sees the chargers of all sites."""
    is_bearers: bool = False
    """Where anybody is asked who they are, it takes a token; a cookie is not enough."""

    def is_given_to(self, reader: Reader) -> bool:
        """Whether this one may."""
        if self.role is None:
            return True
        return reader.role.covers(self.role) and (reader.sees_all or not self.is_whole)


_ANYBODY: Final = Right(None)
_VIEWER: Final = Right(Role.VIEWER)
_OPERATOR: Final = Right(Role.OPERATOR)
_ADMIN: Final = Right(Role.ADMIN, is_whole=True)
_WHOLE: Final = Right(Role.VIEWER, is_whole=True)
_WHOLE_OPERATOR: Final = Right(Role.OPERATOR, is_whole=True)
_BY_OPERATORS_TOKEN: Final = Right(Role.OPERATOR, is_whole=True, is_bearers=True)
_BY_ADMINS_TOKEN: Final = Right(Role.ADMIN, is_whole=True, is_bearers=True)

RIGHTS: Final[Mapping[str, Right]] = {
    # in and out
    "GET /login": _ANYBODY,
    "POST /login": _ANYBODY,
    "POST /logout": _ANYBODY,
    "GET /invitation/{secret}": _ANYBODY,
    "POST /invitation/{secret}": _ANYBODY,
    "GET /healthz": _ANYBODY,
    "GET /static/{digest}/{name}": _ANYBODY,
    # oneself
    "GET /account": _VIEWER,
    "POST /account/password": _VIEWER,
    "POST /account/log-ins/{digest}/end": _VIEWER,
    # people
    "GET /people": _ADMIN,
    "POST /people": _ADMIN,
    "POST /people/{name}": _ADMIN,
    "POST /people/{name}/invite": _ADMIN,
    "POST /people/{name}/remove": _ADMIN,
    # the list
    "GET /": _VIEWER,
    "GET /live": _VIEWER,
    "GET /api": _VIEWER,
    "GET /api/v1/openapi.json": _VIEWER,
    "GET /api/v1": _VIEWER,
    "GET /api/v1/{path}": _VIEWER,
    "GET /api/v1/chargers": _VIEWER,
    # a charger
    "GET /chargers/{station}": _VIEWER,
    "GET /chargers/{station}/live": _VIEWER,
    "GET /chargers/{station}/attempts": _VIEWER,
    "GET /chargers/{station}/attempts.csv": _VIEWER,
    "GET /chargers/{station}/days": _VIEWER,
    "GET /chargers/{station}/days.csv": _VIEWER,
    "GET /chargers/{station}/days/{day}": _VIEWER,
    "GET /chargers/{station}/errors": _VIEWER,
    "GET /chargers/{station}/errors.csv": _VIEWER,
    "GET /chargers/{station}/frames": _VIEWER,
    "GET /chargers/{station}/frames.jsonl": _VIEWER,
    "GET /chargers/{station}/quality": _VIEWER,
    "GET /chargers/{station}/quality.csv": _VIEWER,
    "GET /chargers/{station}/session-at": _VIEWER,
    "GET /chargers/{station}/attempt-at": _VIEWER,
    "GET /chargers/{station}/error-at": _VIEWER,
    "GET /chargers/{station}/sessions": _VIEWER,
    "GET /chargers/{station}/sessions.csv": _VIEWER,
    "GET /chargers/{station}/sessions/{key}": _VIEWER,
    "GET /chargers/{station}/sessions/{key}/live": _VIEWER,
    "GET /chargers/{station}/samples.csv": _VIEWER,
    "GET /chargers/{station}/uptime": _VIEWER,
    "GET /api/v1/chargers/{station}/board": _VIEWER,
    "GET /api/v1/chargers/{station}/attempts": _VIEWER,
    "GET /api/v1/chargers/{station}/days": _VIEWER,
    "GET /api/v1/chargers/{station}/days/{day}": _VIEWER,
    "GET /api/v1/chargers/{station}/errors": _VIEWER,
    "GET /api/v1/chargers/{station}/frames": _VIEWER,
    "GET /api/v1/chargers/{station}/quality": _VIEWER,
    "GET /api/v1/chargers/{station}/sessions": _VIEWER,
    "GET /api/v1/chargers/{station}/sessions/{key}": _VIEWER,
    # who may connect
    "POST /chargers/{station}/approve": _OPERATOR,
    "POST /chargers/{station}/dismiss": _OPERATOR,
    "POST /chargers/{station}/withdraw": _OPERATOR,
    "POST /waiting/approve": _OPERATOR,
    "POST /waiting/dismiss": _OPERATOR,
    # what is brought in
    "POST /api/v1/frames": _BY_OPERATORS_TOKEN,
    # alerts, whose rules and channels are of all sites
    "GET /alerts": _WHOLE,
    "POST /alerts/rules": _WHOLE_OPERATOR,
    "POST /alerts/rules/{name}/remove": _WHOLE_OPERATOR,
    "POST /alerts/lasting/{alert}": _WHOLE_OPERATOR,
    "POST /alerts/channels": _ADMIN,
    "POST /alerts/channels/{name}/test": _ADMIN,
    "POST /alerts/channels/{name}/remove": _ADMIN,
    "GET /api/v1/alerts": _WHOLE,
    "GET /api/v1/alerts/log": _WHOLE,
    "GET /api/v1/alerts/rules": _WHOLE,
    "GET /api/v1/alerts/channels": _WHOLE,
    "GET /exclusions": _WHOLE,
    "POST /exclusions": _WHOLE_OPERATOR,
    "POST /exclusions/{name}/remove": _WHOLE_OPERATOR,
    "GET /api/v1/exclusions": _WHOLE,
    "POST /api/v1/exclusions": _BY_OPERATORS_TOKEN,
    "DELETE /api/v1/exclusions/{name}": _BY_OPERATORS_TOKEN,
    "POST /api/v1/alerts/{alert}/acknowledge": _BY_OPERATORS_TOKEN,
    "POST /api/v1/alerts/{alert}/snooze": _BY_OPERATORS_TOKEN,
    "PUT /api/v1/alerts/rules/{name}": _BY_OPERATORS_TOKEN,
    "DELETE /api/v1/alerts/rules/{name}": _BY_OPERATORS_TOKEN,
    "POST /api/v1/alerts/rules/{name}/back-test": _BY_OPERATORS_TOKEN,
    "PUT /api/v1/alerts/channels/{name}": _BY_ADMINS_TOKEN,
    "DELETE /api/v1/alerts/channels/{name}": _BY_ADMINS_TOKEN,
    "POST /api/v1/alerts/channels/{name}/test": _BY_ADMINS_TOKEN,
}
"""By method and path, as the router has it."""


def right_of(method: str, path: str) -> Right | None:
    """What a route asks; None: nobody said, so nobody may."""
    return RIGHTS.get(f"{method} {path}")
