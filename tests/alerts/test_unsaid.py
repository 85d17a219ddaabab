"""No secret of a channel is in what is shown of an error, though a server repeats what it was sent."""

import pytest

from chargeboard.alerts.saying import Message
from chargeboard.channels.channel import NotSentError
from chargeboard.channels.registry import channel_of, channels
from chargeboard.channels.unsaid import unsaid
from in_a_thread import run
from receiver import receiving

HUSH = "hush-4711"
TOKEN = f"123456:{'A' * 30}{HUSH}"
FIRED = Message(id="abc-0", event="fired", title="Berth 1: danger", lines=())


@pytest.mark.parametrize(
    ("secret", "text", "said"),
    [
        ("hush-4711", "bad key hush-4711!", "bad key …!"),
        ("a b/c+d==", "no a%20b/c%2Bd%3D%3D", "no …"),
        ("hush-4711", "AUTH aHVzaC00NzEx", "AUTH …"),
        ("https://hook.example/services/T000/hush-4711", "POST /services/T000/hush-4711: 404", "POST …: 404"),
        ("https://hook.example/in?key=hush-4711&v=1", "key hush-4711 is unknown", "key … is unknown"),
        ("discord://board:hush-4711@example", "user board, hush-4711", "user board, …"),
        ("https://hook.example/", "hook.example is down", "hook.example is down"),
        ("", "nothing", "nothing"),
    ],
)
def test_a_secret_is_hidden_in_whichever_form_it_comes_back(secret, text, said):
    assert unsaid(text, [secret]) == said


@pytest.mark.threat("L2")
@pytest.mark.parametrize(
    ("kind", "values"),
    [
        ("webhook", {"url": f"{{url}}/services/{HUSH}?key={HUSH}-too"}),
        ("ntfy", {"server": "{url}", "topic": HUSH, "token": f"tk_{HUSH}"}),
        ("telegram", {"server": "{url}", "token": TOKEN, "chat": "7"}),
    ],
)
@pytest.mark.parametrize("status", [400, 503])
def test_a_server_that_repeats_what_it_was_sent_gives_no_secret_away(kind, values, status):
    with receiving() as receiver:
        receiver.answers, receiver.says = [status], "cannot take {path} with {headers}"
        channel = channel_of(kind)
        asked = channel.checked({name: value.format(url=receiver.url) for name, value in values.items()})
        with pytest.raises(NotSentError) as error:
            run(channel.deliver(asked, FIRED, 0))
    assert f"it answered {status}: cannot take" in str(error.value)
    assert error.value.is_final == (status == 400)
    assert HUSH not in str(error.value)
    assert error.value.__cause__ is None
    assert error.value.__suppress_context__


def test_only_who_shows_how_things_stand_is_told_what_is_to_be_shown_no_more():
    with receiving() as receiver:
        channel = channel_of("webhook")
        asked = channel.checked({"url": receiver.url})
        run(channel.deliver(asked, Message(id="x", event="withdrawn", title="", lines=()), 0))
        assert receiver.took == []
    assert [kind for kind, channel in channels().items() if channel.shows] == ["mqtt"]
