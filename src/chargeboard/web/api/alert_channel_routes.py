"""Where are alerts sent?"""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Callable

import msgspec
from litestar import Response, delete, get, post, put
from litestar.exceptions import HTTPException
from litestar.handlers.base import BaseRouteHandler
from litestar.status_codes import HTTP_204_NO_CONTENT

from chargeboard.alerts.channel import StoredChannel
from chargeboard.channels.channel import ChannelError
from chargeboard.documents.alerts import trial_message
from chargeboard.time.instants import Instant
from chargeboard.web.alerting.needed import Alerts
from chargeboard.web.api.answers import BAD, NONE, Problem, body_of, converted, json_of, spec
from chargeboard.web.api.words import say
from chargeboard.web.requests import PageRequest
from chargeboard.web.urls.asked import BadParameterError
from chargeboard.web.urls.paths import station_of


class ChannelAnswer(msgspec.Struct, frozen=True):
    """A channel; of its secrets only which there are."""

    name: str
    kind: str
    settings: dict[str, str]
    secrets: list[str]
    is_off: bool


class ChannelAsked(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A channel to be kept; a secret of which nothing is said stays what it was."""

    kind: str
    values: dict[str, str] = {}


def alert_channel_routes(alerts: Alerts, now: Callable[[], Instant]) -> list[BaseRouteHandler]:
    """Everything under /api/v1/alerts/channels."""
    book = alerts.book

    @get(
        "/api/v1/alerts/channels",
        summary="Where alerts are sent",
        tags=["alerts"],
        responses={200: spec(list[ChannelAnswer], "By name, without secrets.")},
    )
    async def channels() -> Response[bytes]:
        return json_of([*map(_channel, book.channels())])

    @put(
        "/api/v1/alerts/channels/{name:str}",
        summary="Keep a channel",
        tags=["alerts"],
        responses={200: spec(ChannelAnswer, "The channel as it is kept."), 400: BAD},
    )
    async def keep_channel(request: PageRequest, name: str) -> Response[bytes]:
        wanted, name = converted(await body_of(request), ChannelAsked), station_of(name)
        before = next((one for one in book.channels() if one.name == name), None)
        try:
            # some channels ask a process of theirs
            stored = await asyncio.to_thread(alerts.seal.stored, name, wanted.kind, wanted.values, before)
        except ChannelError as error:
            raise BadParameterError(error.field, str(error)) from error
        book.store.save_alert_channel(stored)
        return json_of(_channel(stored))

    @delete(
        "/api/v1/alerts/channels/{name:str}",
        summary="Forget a channel",
        tags=["alerts"],
        status_code=HTTP_204_NO_CONTENT,
        responses={404: NONE},
    )
    async def drop_channel(name: str) -> None:
        if not book.store.drop_alert_channel(station_of(name)):
            raise HTTPException(status_code=404, detail=say("no_such_channel", name=station_of(name)))

    @post(
        "/api/v1/alerts/channels/{name:str}/test",
        summary="Send a test message",
        tags=["alerts"],
        status_code=HTTP_204_NO_CONTENT,
        responses={404: NONE, 502: spec(Problem, "The channel did not take it; `detail` says why.")},
    )
    async def test(request: PageRequest, name: str) -> None:
        await body_of(request)
        stored = next((one for one in book.channels() if one.name == station_of(name)), None)
        if stored is None:
            raise HTTPException(status_code=404, detail=say("no_such_channel", name=station_of(name)))
        if why := await sent_test(alerts, stored, now()):
            raise HTTPException(status_code=502, detail=why)

    return [channels, keep_channel, drop_channel, test]


async def sent_test(alerts: Alerts, stored: StoredChannel, at: Instant) -> str:
    """Send a test message to a channel; why that did not work, or nothing."""
    message = trial_message(stored.name, secrets.token_hex(8), at, alerts.url)
    try:
        await alerts.send(stored, message)
    except Exception as error:  # noqa: BLE001 - a channel may fail in any way
        return str(error) or type(error).__name__
    return ""


def _channel(stored: StoredChannel) -> ChannelAnswer:
    return ChannelAnswer(stored.name, stored.kind, dict(stored.settings), list(stored.secrets), stored.is_off)
