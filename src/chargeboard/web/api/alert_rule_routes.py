"""Which rules of alerts are there, and what would one have told?"""

from __future__ import annotations

from collections.abc import Callable
from time import thread_time

import msgspec
from litestar import Response, delete, get, post, put
from litestar.handlers.base import BaseRouteHandler
from litestar.status_codes import HTTP_200_OK, HTTP_204_NO_CONTENT

from chargeboard.alerts.rule import Rule
from chargeboard.alerts.saying import described, told_of
from chargeboard.documents.alerts import AlertDocument
from chargeboard.run.alerting.back_test import BackTest
from chargeboard.time.instants import HOUR, Instant
from chargeboard.time.spans import Span
from chargeboard.web.alerting.needed import Alerts
from chargeboard.web.api.alert_answers import (
    MOST_DAYS,
    MOST_TOLD,
    TEST_WITHIN_S,
    USUAL_DAYS,
    document,
    known,
    rule_of,
)
from chargeboard.web.api.answers import BAD, NONE, body_of, json_of, spec
from chargeboard.web.api.words import say
from chargeboard.web.clerks import by_a_clerk
from chargeboard.web.desk import Desk
from chargeboard.web.requests import PageRequest
from chargeboard.web.urls.asked import BadParameterError
from chargeboard.web.urls.paths import station_of


class RuleAnswer(msgspec.Struct, frozen=True):
    """A rule of alerts."""

    rule: Rule
    told: str
    """What it is about, in a line."""
    is_of_file: bool
    """The settings file has it: it is changed there alone."""


class TestTelling(msgspec.Struct, frozen=True):
    """One alert that would have been sent; `over_at` null: it lasts."""

    notice: AlertDocument
    over_at: Instant | None


class TestAnswer(msgspec.Struct, frozen=True):
    """What a rule would have told over the past."""

    days: int
    told: list[str]
    """In sentences."""
    fired: int
    over_within_5_minutes: int
    held_back: int
    repeats: int
    tellings: list[TestTelling]
    """The latest of them."""
    chargers_looked_at: int
    chargers: int


def tested(desk: Desk, rule: Rule, days: int, end: Instant) -> BackTest:
    """A back-test that takes no longer than a page may."""
    began = thread_time()
    return desk.past().told(
        rule, Span(end - days * 24 * HOUR, end), lambda _done, _of: thread_time() - began < TEST_WITHIN_S
    )


def told_lines(rule: Rule, days: int, found: BackTest) -> list[str]:
    """What it came to, in sentences."""
    lines = told_of(rule.name, days, found.tally)
    if found.looked_at < found.of:
        lines.append(say("back_test_some", done=found.looked_at, of=found.of))
    return lines


def alert_rule_routes(desk: Desk, alerts: Alerts, now: Callable[[], Instant]) -> list[BaseRouteHandler]:
    """Everything under /api/v1/alerts/rules."""
    book = alerts.book

    @get(
        "/api/v1/alerts/rules",
        summary="The rules of alerts",
        tags=["alerts"],
        responses={200: spec(list[RuleAnswer], "By name.")},
    )
    async def rules() -> Response[bytes]:
        return json_of([RuleAnswer(one.rule, described(one.rule), one.is_of_file) for one in book.rules()])

    @put(
        "/api/v1/alerts/rules/{name:str}",
        summary="Keep a rule of alerts",
        description="The body is an object with `kind` and the rule's other keys.",
        tags=["alerts"],
        responses={200: spec(RuleAnswer, "The rule as it is kept."), 400: BAD},
    )
    async def keep_rule(request: PageRequest, name: str) -> Response[bytes]:
        rule = rule_of(station_of(name), await body_of(request), [one.name for one in book.channels()])
        known(lambda: book.save_rule(rule))
        return json_of(RuleAnswer(rule, described(rule), is_of_file=False))

    @delete(
        "/api/v1/alerts/rules/{name:str}",
        summary="Forget a rule of alerts",
        tags=["alerts"],
        status_code=HTTP_204_NO_CONTENT,
        responses={404: NONE},
    )
    async def drop_rule(name: str) -> None:
        known(lambda: book.drop_rule(station_of(name)))

    @post(
        "/api/v1/alerts/rules/{name:str}/back-test",
        summary="What would a rule have told?",
        description="The body is the rule, which need not be kept; `days` in the address, 30 where it is not"
        " said. The past is looked at as it was known then.",
        tags=["alerts"],
        status_code=HTTP_200_OK,
        responses={200: spec(TestAnswer, "What it comes to."), 400: BAD},
    )
    async def back_test(request: PageRequest, name: str) -> Response[bytes]:
        rule = rule_of(station_of(name), await body_of(request), None)
        days = days_of(request.query_params.get("days", ""))
        found = await by_a_clerk(request, lambda: tested(desk, rule, days, now()))
        return json_of(_answer(rule, days, found, alerts.url))

    return [rules, keep_rule, drop_rule, back_test]


def days_of(text: str) -> int:
    """How many days of the past. Raises: BadParameterError."""
    if not text:
        return USUAL_DAYS
    if not text.isdecimal() or len(text) > 3 or not 1 <= int(text) <= MOST_DAYS:
        raise BadParameterError("days", say("days_out_of_range", most=MOST_DAYS))
    return int(text)


def _answer(rule: Rule, days: int, found: BackTest, url: str) -> TestAnswer:
    tally = found.tally
    return TestAnswer(
        days,
        told_lines(rule, days, found),
        len(tally.tellings),
        tally.soon_over,
        tally.held_back,
        tally.repeats,
        [
            TestTelling(document(telling.notice, url), telling.over_at)
            for telling in tally.tellings[-MOST_TOLD:]
        ],
        found.looked_at,
        found.of,
    )
