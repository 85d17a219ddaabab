"""A real server on the loopback that takes what is posted, and answers as it is told."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Receiver(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.took: list[tuple[str, dict[str, str], bytes]] = []
        """Path, headers and body of each request."""
        self.answers = [200]
        """The status of each answer; the last one goes on."""
        self.headers: dict[str, str] = {}
        self.says = "no, not like that"
        """To who is refused; {path} and {headers} are theirs."""
        self.delay_s = 0.0
        self.news = threading.Condition()
        self.heard: Callable[[dict[str, str]], object] = lambda _: None
        """Told the headers of each request as it comes."""

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    def ids(self) -> list[str]:
        return [headers.get("webhook-id", "") for _, headers, _ in self.took]

    def await_requests(self, number: int, within_s: float = 20) -> None:
        with self.news:
            assert self.news.wait_for(lambda: len(self.took) >= number, within_s), self.took

    def handle_error(self, request, client_address) -> None:
        """Who asked may be gone."""


class _Handler(BaseHTTPRequestHandler):
    server: Receiver

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("content-length", 0)))
        with self.server.news:
            headers = {k.lower(): v for k, v in self.headers.items()}
            self.server.took.append((self.path, headers, body))
            status = self.server.answers[0] if len(self.server.answers) == 1 else self.server.answers.pop(0)
            self.server.news.notify_all()
        self.server.heard(headers)
        time.sleep(self.server.delay_s)
        self.send_response(status)
        for name, value in self.server.headers.items():
            self.send_header(name, value)
        told = self.server.says.format(path=self.path, headers=" ".join(self.headers.values()))
        said = told.encode() if status >= 400 else b"ok"
        self.send_header("content-length", str(len(said)))
        self.end_headers()
        self.wfile.write(said)

    do_GET = do_POST  # noqa: N815 - as the server calls it

    def log_message(self, *_: object) -> None:
        """It says nothing."""


@contextmanager
def receiving() -> Iterator[Receiver]:
    server = Receiver()
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
