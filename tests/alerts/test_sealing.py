"""Are the secrets of channels readable by who has the key beside the database, and by nobody else?"""

import msgspec
import pytest

from chargeboard.channels.channel import ChannelError
from chargeboard.channels.sealing import Seal

URL = "https://hooks.example.org/T0/B0/secret"


def seal(key=b"k" * 32):
    return Seal(lambda: key)


@pytest.mark.threat("L2")
def test_what_is_kept_holds_no_secret_and_the_key_opens_it():
    stored = seal().stored("ops", "webhook", {"url": URL, "shape": "slack"})
    assert "secret" not in msgspec.json.encode(stored).decode().replace('"secrets"', "")
    assert stored.settings == {"shape": "slack"}
    assert seal().opened(stored) == {"shape": "slack", "signing_key": "", "url": URL}


@pytest.mark.threat("L2")
def test_another_key_opens_nothing_and_says_so():
    stored = seal().stored("ops", "webhook", {"url": URL})
    with pytest.raises(ChannelError, match="sealed with another key than the one beside the database"):
        seal(b"o" * 32).opened(stored)


@pytest.mark.threat("L2")
def test_a_secret_is_of_no_use_under_another_name():
    stored = seal().stored("ops", "webhook", {"url": URL})
    with pytest.raises(ChannelError):
        seal().opened(msgspec.structs.replace(stored, name="theirs"))


def test_a_secret_of_which_nothing_is_said_stays():
    before = seal().stored("ops", "webhook", {"url": URL, "shape": "slack"})
    after = seal().stored("ops", "webhook", {"shape": "teams"}, before)
    assert seal().opened(after) == {"shape": "teams", "signing_key": "", "url": URL}


def test_of_another_kind_nothing_stays():
    before = seal().stored("ops", "webhook", {"url": URL})
    with pytest.raises(ChannelError, match="is missing"):
        seal().stored("ops", "webhook", {}, msgspec.structs.replace(before, kind="other"))


def test_a_kind_that_is_not_there_is_named_with_those_that_are():
    with pytest.raises(
        ChannelError,
        match='no kind of channel "smoke"; there are apprise, email, folder, mqtt, ntfy, s3, telegram, web',
    ):
        seal().stored("ops", "smoke", {})
