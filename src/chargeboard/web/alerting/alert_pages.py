"""How does an operator say what he wants to be told of? By forms, which need no script."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress

from litestar import Response, get, post
from litestar.handlers.base import BaseRouteHandler
from litestar.response import Redirect
from litestar.status_codes import HTTP_200_OK, HTTP_303_SEE_OTHER

from chargeboard.alerts.checking import RuleError
from chargeboard.alerts.rule import Kind, Rule
from chargeboard.alerts.saying import described
from chargeboard.channels.channel import ChannelError
from chargeboard.run.alerting.book import NoSuchAlertError, NoSuchRuleError
from chargeboard.time.instants import HOUR, Instant
from chargeboard.web.access.reading import about, reader
from chargeboard.web.alerting.channel_form import (
    AskedChannel,
    channel_asked,
    channel_of_form,
    empty_channel,
)
from chargeboard.web.alerting.needed import Alerts
from chargeboard.web.alerting.rule_form import (
    Asked,
    asked_by,
    asked_of,
    dangers,
    empty,
    opened,
    rule_of_form,
)
from chargeboard.web.alerting.view import Trial, page_of, trial_of
from chargeboard.web.alerting.words import say
from chargeboard.web.api.alert_answers import USUAL_DAYS
from chargeboard.web.api.alert_channel_routes import sent_test
from chargeboard.web.api.alert_rule_routes import tested, told_lines
from chargeboard.web.clerks import by_a_clerk
from chargeboard.web.desk import Desk
from chargeboard.web.requests import PageRequest
from chargeboard.web.templating import page
from chargeboard.web.urls.asked import BadParameterError
from chargeboard.web.urls.mount import rooted
from chargeboard.web.urls.paths import station_of

_MOST_HOURS = 8760
_LONGEST_NOTE = 500


class _Pages:
    """Draws the page, with what was asked and what came of it."""

    def __init__(self, desk: Desk, alerts: Alerts, now: Callable[[], Instant]) -> None:
        self.desk, self.alerts, self.now = desk, alerts, now

    def show(
        self,
        request: PageRequest,
        *,
        asked: Asked | None = None,
        wrong: RuleError | None = None,
        trial: Trial | None = None,
        channel: AskedChannel | None = None,
        channel_wrong: ChannelError | None = None,
        said: str = "",
    ) -> Response[str]:
        """The page; with something wrong its status says so."""
        return page(
            request,
            "web/alerting/alerts.html",
            status=400 if wrong or channel_wrong else 200,
            p=page_of(self.alerts.book, self.now(), is_whole=reader().sees_all),
            dangers=dangers(),
            opened=opened(asked or empty(), "" if wrong is None else wrong.key),
            rule_kinds=[(str(kind), described(Rule(name="x", kind=kind))) for kind in Kind],
            asked=asked or empty(),
            wrong=wrong,
            trial=trial,
            channel_asked=channel or empty_channel(),
            channel_wrong=channel_wrong,
            said_aside=said,
        )

    async def rule(self, request: PageRequest) -> Response[str] | Redirect:
        """A rule is tried or kept."""
        form = await request.form()
        asked, is_kept = asked_by(form), form.get("do") == "keep"
        book = self.alerts.book
        try:
            rule = rule_of_form(asked, [one.name for one in book.channels()])
            if is_kept:
                book.save_rule(rule)
                return _back("#h-rules")
        except RuleError as error:
            return self.show(request, asked=asked, wrong=error)
        except NoSuchRuleError:
            return self.show(request, asked=asked, wrong=RuleError("name", say("of_file")))
        end = self.now()
        found = await by_a_clerk(request, lambda: tested(self.desk, rule, USUAL_DAYS, end))
        trial = trial_of(told_lines(rule, USUAL_DAYS, found), found, end)
        return self.show(request, asked=asked, trial=trial)

    async def answer(self, request: PageRequest, alert: str) -> Redirect:
        """Somebody sees to an alert, or puts it off."""
        form = await request.form()
        note = str(form.get("note", ""))[:_LONGEST_NOTE]
        if form.get("do") == "snooze":
            hours = str(form.get("hours", "")).strip()
            if not hours.isdecimal() or len(hours) > 4 or not 1 <= int(hours) <= _MOST_HOURS:
                raise BadParameterError("hours", f"{hours} {say('bad_hours')}")
            self.alerts.book.snooze(alert, self.now() + int(hours) * HOUR, note)
        else:
            self.alerts.book.acknowledge(alert, note)
        return _back()

    async def channel(self, request: PageRequest) -> Response[str] | Redirect:
        """A channel is kept."""
        asked, book = channel_of_form(await request.form()), self.alerts.book
        before = next((one for one in book.channels() if one.name == asked.name), None)
        try:
            # some channels ask a process of theirs
            stored = await asyncio.to_thread(
                self.alerts.seal.stored, asked.name, asked.kind, asked.values, before
            )
        except ChannelError as error:
            return self.show(request, channel=asked, channel_wrong=error)
        book.store.save_alert_channel(stored)
        return _back("#h-channels")

    async def test(self, request: PageRequest, name: str) -> Response[str]:
        """A test message is sent to a channel."""
        stored = next((one for one in self.alerts.book.channels() if one.name == name), None)
        if stored is None:
            return self.show(request)
        why = await sent_test(self.alerts, stored, self.now())
        told = say("test_failed", name=name, why=why) if why else say("test_sent", name=name)
        return self.show(request, said=told)


def _back(to: str = "") -> Redirect:
    return Redirect(rooted("/alerts") + to, status_code=HTTP_303_SEE_OTHER)


def alert_pages(desk: Desk, alerts: Alerts, now: Callable[[], Instant]) -> list[BaseRouteHandler]:
    """The page of alerts, and where its forms lead."""
    pages = _Pages(desk, alerts, now)

    @get("/alerts", include_in_schema=False)
    async def show(request: PageRequest) -> Response[str]:
        query = request.query_params
        if not reader().sees_all:
            return pages.show(request)
        known = next((one.rule for one in alerts.book.rules() if one.rule.name == query.get("rule")), None)
        asked = asked_by(query) if "kind" in query else None
        return pages.show(
            request,
            asked=asked if known is None else asked_of(known),
            channel=channel_asked(query, alerts.book.channels()),
        )

    @post("/alerts/rules", include_in_schema=False, status_code=HTTP_200_OK)
    async def rule(request: PageRequest) -> Response[str] | Redirect:
        about(str((await request.form()).get("name", "")))
        return await pages.rule(request)

    @post("/alerts/rules/{name:str}/remove", include_in_schema=False, status_code=HTTP_303_SEE_OTHER)
    async def drop_rule(name: str) -> Redirect:
        with suppress(NoSuchRuleError):  # somebody was faster
            alerts.book.drop_rule(station_of(name))
        return _back()

    @post("/alerts/lasting/{alert:str}", include_in_schema=False, status_code=HTTP_303_SEE_OTHER)
    async def answer(request: PageRequest, alert: str) -> Redirect:
        try:
            return await pages.answer(request, alert)
        except NoSuchAlertError:
            return _back()  # it was over by then

    @post("/alerts/channels", include_in_schema=False, status_code=HTTP_200_OK)
    async def channel(request: PageRequest) -> Response[str] | Redirect:
        about(str((await request.form()).get("name", "")))
        return await pages.channel(request)

    @post("/alerts/channels/{name:str}/test", include_in_schema=False, status_code=HTTP_200_OK)
    async def test(request: PageRequest, name: str) -> Response[str]:
        return await pages.test(request, station_of(name))

    @post("/alerts/channels/{name:str}/remove", include_in_schema=False, status_code=HTTP_303_SEE_OTHER)
    async def drop_channel(name: str) -> Redirect:
        alerts.book.store.drop_alert_channel(station_of(name))
        return _back()

    return [show, rule, drop_rule, answer, channel, test, drop_channel]
