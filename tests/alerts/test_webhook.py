"""What does a webhook send, what counts as accepted, and where is nothing sent?"""

import asyncio
import base64
import hashlib
import hmac
import json

import jsonschema
import pytest

from chargeboard.alerts.notice import Event, Member, Notice
from chargeboard.alerts.rule import Kind
from chargeboard.channels.channel import ChannelError, NotSentError
from chargeboard.channels.registry import channels
from chargeboard.channels.webhook import CHANNEL
from chargeboard.documents.alerts import message_of, schema
from chargeboard.domain.addresses import is_refused
from in_a_thread import run
from receiver import receiving

KEY = "whsec_" + base64.b64encode(bytes(range(32))).decode()
T0 = 1_760_313_600_000_000
NOTICE = Notice(
    id="abc-0",
    alert="abc",
    rule="contact",
    kind=Kind.OUT_OF_CONTACT,
    event=Event.FIRED,
    at=T0,
    members=(Member(station="CP 1", name="<b>*Yard*</b> @all", since=T0, known_at=T0, last_contact=T0),),
)
MESSAGE = message_of(NOTICE, "https://board.example.org/chargers/CP%201?at=x")


@pytest.fixture
def receiver():
    with receiving() as server:
        yield server


def send(url, message=MESSAGE, **values):
    run(CHANNEL.send(CHANNEL.checked({"url": url, **values}), message, 1_760_313_600))


def test_a_message_is_posted_as_the_document_that_the_schema_describes(receiver):
    send(f"{receiver.url}/hook?a=b")
    ((path, headers, body),) = receiver.took
    assert path == "/hook?a=b"
    assert headers["content-type"] == "application/json"
    assert headers["host"] == receiver.url.removeprefix("http://")
    document = json.loads(body)
    jsonschema.validate(document, schema())
    assert (document["id"], document["event"], document["kind"]) == ("abc-0", "fired", "out_of_contact")
    assert document["chargers"][0]["charger"] == "CP 1"
    assert document["since"] == "2025-10-13T00:00:00Z"


def test_it_is_signed_as_the_standard_webhooks_say(receiver):
    send(receiver.url, signing_key=KEY)
    ((_, headers, body),) = receiver.took
    signed = b".".join((headers["webhook-id"].encode(), headers["webhook-timestamp"].encode(), body))
    wanted = base64.b64encode(hmac.new(bytes(range(32)), signed, hashlib.sha256).digest()).decode()
    assert headers["webhook-signature"] == f"v1,{wanted}"
    assert headers["webhook-id"] == headers["idempotency-key"] == "abc-0"


@pytest.mark.parametrize(
    ("shape", "is_in"),
    [
        ("slack", "*&lt;b&gt;*Yard*&lt;/b&gt; @all (CP 1): out of contact*"),
        ("mattermost", "**\\<b\\>\\*Yard\\*\\</b\\> @\u200ball (CP 1): out of contact**"),
        ("teams", "AdaptiveCard"),
    ],
)
def test_each_chat_gets_its_own_shape_and_a_name_is_no_markup(receiver, shape, is_in):
    send(receiver.url, shape=shape)
    said = json.dumps(json.loads(receiver.took[0][2]), ensure_ascii=False)
    assert is_in in said.replace("\\\\", "\\")


@pytest.mark.parametrize(
    ("status", "is_final"),
    [
        (500, False),
        (503, False),
        (429, False),
        (408, False),
        (404, False),
        (401, False),
        (400, True),
        (410, True),
    ],
)
def test_only_2xx_is_accepted_and_who_says_no_is_not_asked_again(receiver, status, is_final):
    receiver.answers = [status]
    with pytest.raises(NotSentError, match=f"it answered {status}: no, not like that") as error:
        send(receiver.url)
    assert error.value.is_final is is_final


def test_a_redirect_is_not_followed_and_says_what_to_name(receiver):
    receiver.answers, receiver.headers = [302], {"location": "https://elsewhere.example.org/x"}
    with pytest.raises(
        NotSentError, match=r"points to elsewhere\.example\.org; redirects are not followed"
    ) as error:
        send(receiver.url)
    assert error.value.is_final
    assert len(receiver.took) == 1


def test_who_cannot_be_reached_is_tried_again():
    with receiving() as gone:
        url = gone.url
    with pytest.raises(NotSentError, match="could not be reached") as error:
        send(url)
    assert not error.value.is_final


def test_a_name_that_nobody_knows_is_tried_again():
    with pytest.raises(NotSentError, match=r"the host nobody\.invalid is not known"):
        send("http://nobody.invalid/x")


@pytest.mark.threat("L1")
@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("ftp://example.org/x", "“ftp:” is not sent to"),
        ("file:///etc/passwd", "“file:” is not sent to"),
        ("example.org/x", "is not sent to"),
        ("https:///x", "names no host"),
        ("https://a:b@example.org/x", "a user or a password in an address"),
        ("http://169.254.169.254/latest/meta-data", "169.254.169.254 is not sent to: link-local"),
        ("http://[fe80::1]/x", "fe80::1 is not sent to"),
        ("http://[::ffff:169.254.169.254]/x", "is not sent to: link-local"),
        ("http://0.0.0.0/x", "0.0.0.0 is not sent to"),
        ("https://example.org:x/", "names no host"),
    ],
)
def test_where_nothing_is_sent_is_refused_with_the_reason(url, said):
    with pytest.raises(ChannelError) as error:
        CHANNEL.checked({"url": url})
    assert said in str(error.value)
    assert error.value.field == "url"


@pytest.mark.threat("L1")
def test_a_name_that_stands_for_a_refused_address_is_refused_too(monkeypatch):
    async def lookup(*_, **__):
        return [(0, 0, 0, "", ("169.254.169.254", 80))]

    async def story():
        monkeypatch.setattr(asyncio.get_running_loop(), "getaddrinfo", lookup)
        await CHANNEL.send(CHANNEL.checked({"url": "http://inside.example.org/"}), MESSAGE, 0)

    with pytest.raises(NotSentError, match=r"169\.254\.169\.254 is not sent to") as error:
        run(story())
    assert error.value.is_final


def test_what_a_channel_is_not_told_is_said_with_what_it_means():
    with pytest.raises(ChannelError, match="url: is missing: Address that takes a POST"):
        CHANNEL.checked({})
    with pytest.raises(ChannelError, match='"xml" is none of json, slack, teams, mattermost'):
        CHANNEL.checked({"url": "https://example.org", "shape": "xml"})
    with pytest.raises(ChannelError, match="has no such field; it has url, shape, signing_key"):
        CHANNEL.checked({"urls": "x"})
    with pytest.raises(ChannelError, match="is no key; write it like whsec_"):
        CHANNEL.checked({"url": "https://example.org", "signing_key": "secret"})


def test_every_channel_has_words_for_its_fields():
    assert "webhook" in channels()
    for channel in channels().values():
        assert channel.title()
        assert all(field.meaning() for field in channel.fields)


def test_a_name_with_a_zone_is_looked_through():
    assert is_refused("fe80::1%eth0")
    assert not is_refused("10.0.0.1")
    assert not is_refused("example.org")
