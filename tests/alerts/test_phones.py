"""What do ntfy and Telegram get?"""

import json

import pytest

from chargeboard.alerts.saying import Message
from chargeboard.channels.channel import ChannelError, NotSentError
from chargeboard.channels.registry import channel_of
from in_a_thread import run
from receiver import receiving

FIRED = Message(
    id="abc-0",
    event="fired",
    title="Berth 1: danger",
    lines=("Since noon.", "x" * 5000),
    url="https://board.example.org/x",
    is_urgent=True,
)
TOKEN = "123456:" + "A" * 35


@pytest.fixture
def receiver():
    with receiving() as server:
        yield server


def send(kind, values, message=FIRED):
    channel = channel_of(kind)
    run(channel.send(channel.checked(values), message, 0))


def test_ntfy_gets_a_message_for_its_topic(receiver):
    send("ntfy", {"server": receiver.url, "topic": "yard-7", "token": "tk_hush"})
    ((path, headers, body),) = receiver.took
    said = json.loads(body)
    assert (path, headers["authorization"]) == ("/", "Bearer tk_hush")
    assert (said["topic"], said["title"], said["priority"]) == ("yard-7", "Berth 1: danger", 5)
    assert (said["tags"], said["click"]) == (["red_circle"], "https://board.example.org/x")
    assert said["message"].startswith("Since noon.\nx")
    assert len(said["message"].encode()) <= 3500


def test_telegram_gets_a_message_for_its_chat(receiver):
    send("telegram", {"server": receiver.url, "token": TOKEN, "chat": "-100123"})
    ((path, _, body),) = receiver.took
    said = json.loads(body)
    assert path == f"/bot{TOKEN}/sendMessage"
    assert said["chat_id"] == "-100123"
    assert said["text"].startswith("Berth 1: danger\nSince noon.")
    assert len(said["text"]) <= 4096
    assert "parse_mode" not in said


@pytest.mark.threat("L2")
def test_what_fails_tells_no_token(receiver):
    receiver.answers = [401]
    with pytest.raises(NotSentError) as error:
        send("telegram", {"server": receiver.url, "token": TOKEN, "chat": "@yard"})
    assert "AAAA" not in str(error.value)
    assert not error.value.is_final


@pytest.mark.parametrize(
    ("kind", "values", "field"),
    [
        ("ntfy", {"topic": "a b"}, "topic"),
        ("ntfy", {}, "topic"),
        ("ntfy", {"topic": "a", "server": "ntfy.sh"}, "server"),
        ("telegram", {"token": "abc", "chat": "1"}, "token"),
        ("telegram", {"token": TOKEN, "chat": "yard"}, "chat"),
        ("telegram", {"token": TOKEN, "chat": "1", "server": "http://169.254.169.254"}, "server"),
    ],
)
def test_a_wrong_field_is_named_with_what_to_do(kind, values, field):
    with pytest.raises(ChannelError) as error:
        channel_of(kind).checked(values)
    assert error.value.field == field
