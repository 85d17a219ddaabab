"""
Where does a process tell how it is: on a port of its own?

In threads of its own, a few at a time, whatever else the process does.
"""

from __future__ import annotations

import hmac
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socket import AF_INET6, socket
from typing import TYPE_CHECKING, Any

import click

from chargeboard.cli.server.addresses import check_metrics
from chargeboard.cli.server.knowing import build_reading
from chargeboard.cli.server.words import say
from chargeboard.cli.terminal import tell
from chargeboard.config.metrics import Metrics
from chargeboard.domain.addresses import network_of
from chargeboard.run.clock import now
from chargeboard.run.measuring.told import Readings
from chargeboard.run.measuring.words import say as say_of_measures
from chargeboard.run.people.guesses import Guesses

if TYPE_CHECKING:
    from chargeboard.run.measuring.exposition import Exposition

_AT_ONCE = 8
_PATIENCE_S = 10
_PLAIN = "text/plain; charset=utf-8"


@contextmanager
def metrics_served(settings: Metrics, readings: Readings) -> Iterator[None]:
    """
    `/metrics` and `/healthz` are there while this is open, where the settings name a port.

    Raises: ClickException where they cannot be.
    """
    if not settings.port:
        yield
        return
    check_metrics(settings)
    try:
        from chargeboard.run.measuring.exposition import Exposition  # noqa: PLC0415 - an extra
    except ModuleNotFoundError as error:
        raise click.ClickException(say_of_measures("needs_extra")) from error
    server = _Server(settings, Exposition(readings, build_reading()), readings)
    thread = threading.Thread(target=server.serve_forever, name="metrics", daemon=True)
    thread.start()
    tell(say("metrics_at", host=settings.host, port=settings.port))
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, settings: Metrics, exposition: Exposition, readings: Readings) -> None:
        if ":" in settings.host:
            self.address_family = AF_INET6
        self.exposition, self.readings = exposition, readings
        self.token, self.guesses = settings.token.encode(), Guesses(b"")
        self._places = threading.Semaphore(_AT_ONCE)
        super().__init__((settings.host, settings.port), _Handler)

    def process_request(self, request: socket | tuple[bytes, socket], client_address: Any) -> None:  # noqa: ANN401 - of the library
        """One that finds all places taken is hung up on: a scraper comes again."""
        if self._places.acquire(blocking=False):
            super().process_request(request, client_address)
        else:
            self.shutdown_request(request)

    def process_request_thread(self, request: socket | tuple[bytes, socket], client_address: Any) -> None:  # noqa: ANN401 - see above
        try:
            super().process_request_thread(request, client_address)
        finally:
            self._places.release()

    def handle_error(self, request: socket | tuple[bytes, socket], client_address: Any) -> None:  # noqa: ANN401 - see above
        """Who asks may hang up at any time."""


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    timeout = _PATIENCE_S

    def do_GET(self) -> None:
        """Answer."""
        match self.path.partition("?")[0]:
            case "/healthz":
                silent = self.server.readings.silent
                said = f"not ok: {', '.join(silent)}\n" if silent else "ok\n"
                status = HTTPStatus.SERVICE_UNAVAILABLE if silent else HTTPStatus.OK
                self._say(status, said.encode())
            case "/metrics":
                if refused := self._refused():
                    self._say(refused)
                else:
                    self._say(HTTPStatus.OK, *self.server.exposition.text(self.headers.get("Accept", "")))
            case _:
                self._say(HTTPStatus.NOT_FOUND)

    def _refused(self) -> HTTPStatus | None:
        """Who does not know the token, and who guesses it."""
        if not self.server.token:
            return None
        who, kind_and_token = network_of(self.client_address[0]), self.headers.get("Authorization", "")
        if self.server.guesses.wait_s(who, now()):
            return HTTPStatus.TOO_MANY_REQUESTS
        kind, _, given = kind_and_token.partition(" ")
        digests = (sha256(one).digest() for one in (given.strip().encode(), self.server.token))
        if kind.lower() == "bearer" and hmac.compare_digest(*digests):
            return None
        self.server.guesses.wrong(who, "", now())
        return HTTPStatus.UNAUTHORIZED

    def _say(self, status: HTTPStatus, body: bytes = b"", kind: str = _PLAIN) -> None:
        body = body or f"{status.phrase}\n".encode()
        self.send_response_only(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "no-store")
        if status == HTTPStatus.UNAUTHORIZED:
            self.send_header("WWW-Authenticate", "Bearer")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Nothing: a scraper comes every few seconds."""
