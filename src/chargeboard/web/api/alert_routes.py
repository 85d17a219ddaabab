"""Which alerts last, what was sent, and who sees to it?"""

from __future__ import annotations

from collections.abc import Callable

import msgspec
from litestar import Response, get, post
from litestar.handlers.base import BaseRouteHandler
from litestar.status_codes import HTTP_204_NO_CONTENT

from chargeboard.alerts.channel import Delivered
from chargeboard.documents.alerts import AlertDocument
from chargeboard.run.alerting.book import OpenAlert
from chargeboard.time.instants import MINUTE, Instant
from chargeboard.web.alerting.needed import Alerts
from chargeboard.web.api.alert_answers import MOST_DAYS, MOST_TOLD, document, known
from chargeboard.web.api.answers import BAD, NONE, body_of, converted, json_of, spec
from chargeboard.web.api.words import say
from chargeboard.web.requests import PageRequest
from chargeboard.web.urls.asked import BadParameterError


class LastingAlert(msgspec.Struct, frozen=True):
    """An alert that was sent and lasts."""

    alert: str
    rule: str
    fired_at: Instant
    chargers: list[str]
    site: str | None
    acknowledged_at: Instant | None
    snoozed_until: Instant | None
    note: str


class Delivery(msgspec.Struct, frozen=True):
    """What became of a notice in one channel."""

    channel: str
    sent_at: Instant | None
    given_up_at: Instant | None
    tries: int
    why: str


class LogEntry(msgspec.Struct, frozen=True):
    """A notice, and where it was sent."""

    notice: AlertDocument
    is_sent: bool
    """Whether anybody is told; false where it came and went in quiet hours."""
    deliveries: list[Delivery]


class Note(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is said to an alert; `minutes` puts it off."""

    note: str = ""
    minutes: int | None = None


def alert_routes(alerts: Alerts, now: Callable[[], Instant]) -> list[BaseRouteHandler]:
    """Everything under /api/v1/alerts that is about alerts themselves."""
    book = alerts.book

    @get(
        "/api/v1/alerts",
        summary="Alerts that last",
        tags=["alerts"],
        responses={200: spec(list[LastingAlert], "Those that were sent and are not over.")},
    )
    async def lasting() -> Response[bytes]:
        return json_of([_lasting(one) for one in book.lasting()])

    @get(
        "/api/v1/alerts/log",
        summary="What was sent lately",
        tags=["alerts"],
        responses={200: spec(list[LogEntry], "The latest first.")},
    )
    async def log() -> Response[bytes]:
        return json_of(
            [
                LogEntry(
                    document(told.notice, alerts.url),
                    told.notice.is_sent,
                    [*map(_delivery, told.deliveries)],
                )
                for told in book.told(MOST_TOLD)
            ]
        )

    @post(
        "/api/v1/alerts/{alert:str}/acknowledge",
        summary="Somebody sees to it",
        description="It is not sent again, but that it is over.",
        tags=["alerts"],
        status_code=HTTP_204_NO_CONTENT,
        responses={404: NONE, 400: BAD},
    )
    async def acknowledge(request: PageRequest, alert: str) -> None:
        said = converted(await body_of(request), Note)
        known(lambda: book.acknowledge(alert, said.note))

    @post(
        "/api/v1/alerts/{alert:str}/snooze",
        summary="Put an alert off",
        description="It is not sent again before so many `minutes`.",
        tags=["alerts"],
        status_code=HTTP_204_NO_CONTENT,
        responses={404: NONE, 400: BAD},
    )
    async def snooze(request: PageRequest, alert: str) -> None:
        said = converted(await body_of(request), Note)
        if said.minutes is None or not 1 <= said.minutes <= MOST_DAYS * 1440:
            raise BadParameterError("minutes", say("minutes_missing"))
        until = now() + said.minutes * MINUTE
        known(lambda: book.snooze(alert, until, said.note))

    return [lasting, log, acknowledge, snooze]


def _delivery(one: Delivered) -> Delivery:
    return Delivery(one.channel, one.sent_at, one.given_up_at, one.tries, one.why)


def _lasting(one: OpenAlert) -> LastingAlert:
    alert = one.alert
    return LastingAlert(
        alert.id,
        one.rule,
        alert.fired_at,
        list(dict.fromkeys(member.station for member in alert.members)),
        one.group.removeprefix("site ") if alert.size else None,
        alert.acknowledged_at,
        alert.snoozed_until,
        alert.note,
    )
