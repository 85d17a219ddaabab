"""Does a report reach a store that speaks S3, and what is said where it does not?"""

from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import httpx
import obstore
import pytest
from obstore.store import S3Store

from chargeboard.alerts.saying import Attached, Message
from chargeboard.channels.channel import ChannelError, NotSentError
from chargeboard.channels.s3 import CHANNEL
from in_a_thread import run

REPORT = Message(
    id="report~owner~2026-01",
    event="report",
    title="Monthly report",
    lines=(),
    files=(
        Attached("owner-2026-01.html", "text/html", b"<p>"),
        Attached("owner-2026-01.csv", "text/csv", b"a,b\n"),
    ),
)


@pytest.fixture(scope="module")
def server():
    """A store with one bucket."""
    from moto.server import ThreadedMotoServer  # noqa: PLC0415 - it takes a second to load

    began = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    began.start()
    host, port = began.get_host_and_port()
    url = f"http://{host}:{port}"
    httpx.put(f"{url}/reports").raise_for_status()
    yield url
    began.stop()


def asked(server, **other):
    return CHANNEL.checked(
        {
            "endpoint": server,
            "bucket": "reports",
            "prefix": "board/",
            "access_key": "AK",
            "secret_key": "hush-4711",
        }
        | other
    )


def send(values, message=REPORT):
    run(CHANNEL.deliver(values, message, 0))


def read(server, name):
    store = S3Store(
        "reports",
        endpoint=server,
        region="us-east-1",
        access_key_id="AK",
        secret_access_key="hush-4711",
        client_options={"allow_http": True},
    )
    answer = obstore.get(store, name)
    return bytes(answer.bytes()), answer.attributes["Content-Type"]


def test_files_are_there_whole_and_again_the_same(server):
    for _ in range(2):
        send(asked(server))
    assert read(server, "board/owner-2026-01.html") == (b"<p>", "text/html")
    assert read(server, "board/owner-2026-01.csv") == (b"a,b\n", "text/csv")


def test_a_test_message_is_a_file_of_its_words(server):
    send(asked(server), Message(id="test-1", event="test", title="A test", lines=("It works.",)))
    assert read(server, "board/test-1.txt")[0] == b"A test\nIt works.\n"


@pytest.mark.threat("L2")
def test_what_the_store_says_is_told_without_the_secret(server):
    with pytest.raises(NotSentError) as wrong:
        send(asked(server, bucket="nobody-s"))
    assert "did not take board/owner-2026-01.html" in str(wrong.value)
    assert "404" in str(wrong.value)
    assert "hush-4711" not in str(wrong.value)
    assert not wrong.value.is_final, "somebody may make the bucket"


@pytest.mark.threat("L1")
def test_no_redirect_is_followed():
    heard = []

    class Elsewhere(BaseHTTPRequestHandler):
        def do_PUT(self):
            heard.append(self.path)
            self.send_response(307)
            self.send_header("Location", f"http://127.0.0.1:{self.server.server_port}/stolen")
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *said):
            pass

    with HTTPServer(("127.0.0.1", 0), Elsewhere) as front:
        thread = Thread(target=front.serve_forever)
        thread.start()
        try:
            with pytest.raises(NotSentError, match="307"):
                send(asked(f"http://127.0.0.1:{front.server_port}"))
        finally:
            front.shutdown()
            thread.join()
    assert "/stolen" not in heard


@pytest.mark.parametrize(
    ("other", "field"),
    [
        ({"endpoint": "ftp://s3.example.org"}, "endpoint"),
        ({"endpoint": "http://169.254.169.254"}, "endpoint"),
        ({"bucket": "Reports/x"}, "bucket"),
        ({"prefix": "../other/"}, "prefix"),
        ({"prefix": "/board"}, "prefix"),
        ({"secret_key": ""}, "secret_key"),
    ],
)
@pytest.mark.threat("L1")
def test_what_cannot_be_used_is_named(server, other, field):
    with pytest.raises(ChannelError) as wrong:
        asked(server, **other)
    assert wrong.value.field == field


def test_where_the_library_is_missing_the_extra_is_named(server, monkeypatch):
    monkeypatch.setattr("chargeboard.channels.channel.find_spec", lambda _: None)
    with pytest.raises(ChannelError, match=r"pip install 'chargeboard\[s3\]'"):
        asked(server)
