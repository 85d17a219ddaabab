"""Does Apprise send what it is given, once, and is nobody delayed or told a secret where it does not?"""

import asyncio
import json
import sys
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

from chargeboard.alerts.saying import Message
from chargeboard.channels.apprise import CHANNEL
from chargeboard.channels.apprise import apprise as channel_module
from chargeboard.channels.channel import ChannelError, NotSentError
from in_a_thread import run
from receiver import receiving

FIRED = Message(id="abc-0", event="fired", title="Berth 1: faulted", lines=("Since noon.", "Go."))


@pytest.fixture(autouse=True)
def _patient(monkeypatch):
    """A machine that does much else takes its time to begin a process."""
    monkeypatch.setattr(channel_module, "_LASTS_S", 120.0)


@pytest.fixture
def receiver():
    with receiving() as server:
        yield server


def address(server, more=""):
    return f"json://hush-4711:word-4712@127.0.0.1:{server.server_port}/hook{more}"


def send(url, message=FIRED):
    run(CHANNEL.send({"url": url}, message, 0))


def test_a_message_reaches_a_service(receiver):
    send(address(receiver))
    ((path, _, body),) = receiver.took
    said = json.loads(body)
    assert path.startswith("/hook")
    assert (said["title"], said["message"], said["type"]) == (
        "Berth 1: faulted",
        "Since noon.\nGo.",
        "warning",
    )


def test_a_service_that_takes_longer_than_apprise_would_wait_has_taken_it(receiver):
    receiver.delay_s = 5
    send(address(receiver))
    assert len(receiver.took) == 1


@pytest.mark.parametrize("more", ["", "?redirect=yes"])
def test_a_redirect_is_no_success_and_is_not_followed(receiver, more):
    receiver.answers, receiver.headers = [302], {"location": f"{receiver.url}/elsewhere"}
    with pytest.raises(NotSentError, match="the service answered 302") as error:
        send(address(receiver, more))
    assert not error.value.is_final
    assert len(receiver.took) == 1


@pytest.mark.threat("L2")
@pytest.mark.parametrize("status", [401, 500])
def test_what_fails_is_tried_again_and_tells_no_secret(receiver, status, caplog):
    receiver.answers = [status]
    with pytest.raises(NotSentError, match=f"the service answered {status}") as error:
        send(address(receiver))
    assert not error.value.is_final
    assert "471" not in str(error.value) + caplog.text


@pytest.mark.threat("L2")
def test_who_is_not_there_is_tried_again_and_no_secret_is_told():
    with pytest.raises(NotSentError, match="could not be reached") as error:
        send("json://hush-4711@127.0.0.1:1/hook")
    assert not error.value.is_final
    assert "4711" not in str(error.value)


class _Drip(BaseHTTPRequestHandler):
    def do_POST(self):
        self.wfile.write(b"HTTP/1.1 200 OK\r\n")
        while not self.server.is_over:
            self.wfile.write(b"x: y\r\n")
            self.wfile.flush()
            time.sleep(0.1)

    def log_message(self, *_):
        """It says nothing."""


@pytest.mark.threat("L4")
def test_who_answers_drop_by_drop_is_ended_in_time_and_leaves_nothing_behind(monkeypatch):
    monkeypatch.setattr(channel_module, "_LASTS_S", 4.0)
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Drip)
    server.is_over, server.daemon_threads = False, True
    server.handle_error = lambda *_: None
    Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    begun = []

    async def story():
        start = asyncio.create_subprocess_exec

        async def begin(*command, **also):
            begun.append(await start(*command, **also))
            return begun[-1]

        monkeypatch.setattr(asyncio, "create_subprocess_exec", begin)
        with pytest.raises(NotSentError, match=r"it took longer than 4\.0 s"):
            await CHANNEL.send({"url": address(server)}, FIRED, 0)
        assert begun[0].returncode == -9

    run(story())
    server.is_over = True
    server.shutdown()
    server.server_close()


@pytest.mark.threat("L1")
def test_an_address_that_leads_to_no_service_is_refused():
    with pytest.raises(NotSentError, match="is not sent to") as error:
        send("json://169.254.169.254/latest")
    assert error.value.is_final


@pytest.mark.threat("L2")
@pytest.mark.parametrize("url", ["smoke://hush-4711", "hush-4711", "json://"])
def test_an_address_that_apprise_does_not_know_is_refused_and_not_told(url):
    with pytest.raises(ChannelError, match="is no address that Apprise knows") as error:
        CHANNEL.checked({"url": url})
    assert error.value.field == "url"
    assert "4711" not in str(error.value)


def test_one_that_it_knows_is_kept_as_it_is():
    assert CHANNEL.checked({"url": "discord://4711/hush"}) == {"url": "discord://4711/hush"}


def test_without_its_library_it_names_the_extra(monkeypatch):
    monkeypatch.setitem(sys.modules, "apprise", None)
    with pytest.raises(ChannelError, match=r"apprise needs apprise.*pip install 'chargeboard\[apprise\]'"):
        CHANNEL.checked({"url": "discord://4711/hush"})
