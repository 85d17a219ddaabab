"""
How is a party of OCPI let in, and told what became of what it pushed?

It is answered once what it pushed is kept, or at once where that is refused: what is not answered it has to
push again. Versions and the addresses of our modules are told at the name by which we were asked.
"""

from __future__ import annotations

import asyncio
import base64
import hmac
import threading
from collections import deque
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any, Final, NamedTuple
from urllib.parse import quote, unquote

import msgspec

from chargeboard.capture.feeds.listening import Listening, NotTakenError, Receive, Scope, Send, body_of
from chargeboard.capture.feeds.ocpi_receiver.words import say
from chargeboard.capture.formats.reading import UNREADABLE
from chargeboard.time.instants import Instant, datetime_of
from chargeboard.vocabularies.ocpi import FAILED, INVALID, SUCCESS, UNKNOWN_OBJECT, VERSIONS, Module, Role

MOST_BYTES: Final = 8 << 20
"""Of an object."""
MOST_HELD_BYTES: Final = 64 << 20
_RECEIVED: Final = (Module.LOCATIONS, Module.SESSIONS, Module.CDRS)
_METHODS: Final = {
    Module.LOCATIONS: ("PUT", "PATCH"),
    Module.SESSIONS: ("PUT", "PATCH"),
    Module.CDRS: ("POST",),
}
_HEADERS: Final = [(b"content-type", b"application/json")]


class Answer(NamedTuple):
    """What a party is told of what it pushed."""

    status: int = 200
    code: int = SUCCESS
    message: str = "Success"


KEPT: Final = Answer()
NEW: Final = Answer(201)
UNKNOWN: Final = Answer(404, UNKNOWN_OBJECT, "unknown object")


def away() -> Answer:
    """We end before anybody knows."""
    return Answer(503, FAILED, say("not_kept"))


def invalid(why: str) -> Answer:
    """It reached us and cannot be meant."""
    return Answer(200, INVALID, why)


class Pushed(NamedTuple):
    """What a party pushed."""

    method: str
    module: Module
    path: Sequence[str]
    """Behind the address of the module."""
    body: dict[str, Any]
    answered: asyncio.Future[Answer]
    loop: asyncio.AbstractEventLoop

    def answer(self, told: Answer) -> None:
        """It need not wait any more."""
        with suppress(RuntimeError):  # nobody listens any more
            self.loop.call_soon_threadsafe(_settle, self.answered, told)


class Door:
    """Where objects come in; it opens when it is asked first."""

    def __init__(self, host: str, port: int, token: str) -> None:
        self._tokens = {f"Token {one}".encode() for one in (base64.b64encode(token.encode()).decode(), token)}
        self._is_open_to_all = not token
        self._listening = Listening(host, port, self._app)
        self._came = deque[Pushed]()
        self._some = threading.Event()
        self._held = self._now = 0
        self._counts = threading.Lock()

    @property
    def port(self) -> int:
        """Where it listens, once it does."""
        return self._listening.port

    def taken(self, most: int, patience_s: float, now: Instant) -> list[Pushed]:
        """What came since; where nothing did, what comes within so long. Raises: FeedError."""
        self._now = now
        if not self._listening.is_open:
            self._listening.open()
        self._some.wait(patience_s)
        self._some.clear()
        taken = list[Pushed]()
        while self._came and len(taken) < most:
            taken.append(self._came.popleft())
        if self._came:
            self._some.set()
        return taken

    def close(self) -> None:
        """Take no more; who waits has to push again."""
        for pushed in self._came:
            pushed.answer(away())
        self._listening.close()

    async def _app(self, scope: Scope, receive: Receive, send: Send) -> None:
        told = await self._answer(scope, receive)
        headers = [*_HEADERS, *told.headers, (b"content-length", str(len(told.body)).encode())]
        await send({"type": "http.response.start", "status": told.status, "headers": headers})
        await send({"type": "http.response.body", "body": told.body})

    async def _answer(self, scope: Scope, receive: Receive) -> _Told:
        method, headers = str(scope["method"]), dict(scope["headers"])
        sent = headers.get(b"authorization", b"").strip()
        # each is compared, so that time tells nothing
        if not self._is_open_to_all and not sum(hmac.compare_digest(sent, one) for one in self._tokens):
            return _Told(401)
        # some put their own part behind an address as it stands, and some a slash before it
        path = [unquote(part) for part in str(scope["path"]).split("/") if part]
        here = f"{_text(headers, b'x-forwarded-proto', 'http')}://{_text(headers, b'host', '')}/ocpi"
        if method == "GET" and (data := _found(path, here)) is not None:
            return _Told(200, self._envelope(KEPT, data))
        match path:
            case ["ocpi", version, "receiver", name, *rest] if version in VERSIONS and name in _RECEIVED:
                module = Module(name)
            case _:
                return _Told(404, self._envelope(UNKNOWN))
        if method not in _METHODS[module]:
            return _Told(405)
        try:
            body = await body_of(receive, MOST_BYTES)
            said = msgspec.json.decode(body, type=dict[str, Any])
        except NotTakenError as error:
            return _Told(error.status)
        except UNREADABLE:
            return _Told(400)
        answer = await self._became(method, module, rest, said, len(body))
        if answer is None:
            return _Told(503)
        at = f"{here}/{version}/receiver/cdrs/{quote(str(said.get('id')), safe='')}"
        is_made = module is Module.CDRS and answer.code == SUCCESS
        more = [(b"location", at.encode("latin-1", "replace"))] if is_made else []
        return _Told(answer.status, self._envelope(answer), more)

    async def _became(
        self, method: str, module: Module, path: Sequence[str], said: dict[str, Any], size: int
    ) -> Answer | None:
        """What became of it; None where too much waits already."""
        with self._counts:
            if self._held + size > MOST_HELD_BYTES:
                return None
            self._held += size
        loop = asyncio.get_running_loop()
        pushed = Pushed(method, module, path, said, loop.create_future(), loop)
        self._came.append(pushed)
        self._some.set()
        try:
            return await pushed.answered
        finally:
            with self._counts:
                self._held -= size

    def _envelope(self, told: Answer, data: object = None) -> bytes:
        said = {"data": data, "status_code": told.code, "status_message": told.message}
        return msgspec.json.encode(said | {"timestamp": f"{datetime_of(self._now):%Y-%m-%dT%H:%M:%SZ}"})


class _Told(NamedTuple):
    """An answer over HTTP."""

    status: int
    body: bytes = b""
    headers: Sequence[tuple[bytes, bytes]] = ()


def _found(path: Sequence[str], here: str) -> object | None:
    """Versions, and where our modules are; None where something else is asked for."""
    match path:
        case ["ocpi", "versions"]:
            return [{"version": one, "url": f"{here}/{one}"} for one in VERSIONS]
        case ["ocpi", version] if version in VERSIONS:
            ends = [
                {"identifier": one, "role": Role.RECEIVER, "url": f"{here}/{version}/receiver/{one}/"}
                for one in _RECEIVED
            ]
            return {"version": version, "endpoints": ends}
    return None


def _text(headers: Mapping[bytes, bytes], name: bytes, otherwise: str) -> str:
    return headers[name].decode("latin-1") if name in headers else otherwise


def _settle(answered: asyncio.Future[Answer], told: Answer) -> None:
    # who pushed may be gone by now
    if not answered.done():
        answered.set_result(told)
