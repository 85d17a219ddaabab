"""Tokens are exchanged with a party of OCPI that gave one to register with, while our receiver listens."""

import json
import logging
from contextlib import closing

import pytest
from click.testing import CliRunner
from ocpi_party import TOKEN, Party
from taken import FeedOf
from two_chargers import NOW

from chargeboard.capture.feeds.kind import FeedError
from chargeboard.capture.feeds.ocpi.partner import Partner
from chargeboard.capture.feeds.registry import kind_of
from chargeboard.cli import main

OURS = "a-token-of-our-own"


@pytest.fixture
def party():
    with closing(Party(NOW)) as found:
        found.roles["credentials"] = "RECEIVER"
        yield found


@pytest.fixture
def receiver(store):
    with closing(FeedOf(kind_of("ocpi-receiver"), f"http://:{OURS}@127.0.0.1:0", store)) as feed:
        feed.look()
        yield f"http://127.0.0.1:{feed.opened.door.port}/ocpi/versions"


@pytest.fixture
def register(party, monkeypatch):
    def registers(our_url, *, ours=OURS, who="de*xyz", url=""):
        monkeypatch.setenv("OCPI_TOKEN", TOKEN)
        monkeypatch.setenv("OCPI_RECEIVER_TOKEN", ours)
        url = url or f"http://{party.host}/ocpi/versions"
        return CliRunner().invoke(main, ["ocpi", "register", url, "--our-url", our_url, "--party", who])

    return registers


def test_the_party_learns_who_we_are_and_asks_us_and_its_token_is_shown(party, receiver, register):
    said = register(receiver)
    assert (said.exit_code, said.output.splitlines()[-1]) == (0, "the-token-from-now-on")
    assert "DE*ABC (CPO)" in said.output
    assert party.given == {
        "token": OURS,
        "url": receiver,
        "roles": [
            {
                "role": "EMSP",
                "country_code": "DE",
                "party_id": "XYZ",
                "business_details": {"name": "chargeboard"},
            }
        ],
    }
    assert "2.2.1" in party.versions_of_other


def test_where_logs_are_for_programs_the_token_is_in_none(receiver, register, monkeypatch):
    monkeypatch.setenv("CHARGEBOARD_LOG_FORMAT", "json")
    monkeypatch.setattr(logging.root, "handlers", [])
    said = register(receiver)
    assert (said.stdout.splitlines()[-1], said.stderr) == ("the-token-from-now-on", "")


@pytest.mark.parametrize("roles", [None, [{"role": "CPO", "country_code": None}]])
def test_a_token_is_not_lost_by_what_is_left_out_beside_it(party, register, roles):
    party.registers = lambda _: party.ok({"token": "given-once", "roles": roles})
    said = register("http://127.0.0.1:9/ocpi/versions")
    assert (said.exit_code, said.output.splitlines()[-1]) == (0, "given-once")


def test_what_a_party_repeats_of_tokens_is_hidden(party, register):
    refused = {"status_code": 2001, "status_message": f"nobody\nhas {TOKEN} or {OURS}"}
    party.answers = [None, None, (200, {}, json.dumps(refused).encode())]
    assert "nobody has *** or ***" in register("http://127.0.0.1:9/ocpi/versions").output


def test_an_empty_token_is_none(party, register):
    party.registers = lambda _: party.ok({"token": "", "roles": []})
    assert register("http://127.0.0.1:9/ocpi/versions").exit_code == 1


def test_who_is_asked_by_https_gets_no_token_in_clear():
    with pytest.raises(FeedError, match="where it sends us") as told:
        Partner("https://cpo.example.org/versions", TOKEN).page("http://8.8.8.8/ocpi/credentials")
    assert told.value.is_lasting


def test_who_is_registered_already_is_told_so(party, register):
    party.answers = [None, None, (405, {}, b"")]
    assert "we are registered there already (405)" in register("http://127.0.0.1:9/ocpi/versions").output


def test_a_party_without_the_module_exchanges_tokens_by_hand(party, register):
    del party.roles["credentials"]
    assert "tokens are exchanged with it by hand" in register("http://127.0.0.1:9/ocpi/versions").output
    assert party.given is None


@pytest.mark.parametrize(
    ("how", "said"), [({"who": "DEABC"}, "DEABC is none"), ({"ours": "short"}, "set OCPI_RECEIVER_TOKEN")]
)
def test_what_is_not_understood_is_said_before_anybody_is_asked(party, register, how, said):
    found = register("http://127.0.0.1:9/ocpi/versions", **how)
    assert (found.exit_code, said in found.output, party.asked) == (2, True, [])


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("", "is not an address"),
        ("not a url", "is not an address"),
        ("https://board example.org/ocpi", "is not an address"),
        ("https://board.example.org:port/ocpi", "is not an address"),
        ("https://:token@board.example.org/ocpi", "is not an address"),
        ("ftp://board.example.org/ocpi", "is not an address"),
        ("http://board.example.org/ocpi", "is read by whoever is on the way"),
    ],
)
def test_no_token_goes_out_with_an_address_of_ours_that_is_none_or_is_read_on_the_way(
    party, register, address, said
):
    found = register(address)
    assert (found.exit_code, said in found.output, party.asked) == (2, True, [])


def test_tokens_are_exchanged_with_no_party_in_clear(register):
    found = register(
        "https://board.example.org/ocpi/versions", url="http://cpo.example.org/ocpi/versions?a=b"
    )
    assert (found.exit_code, "is read by whoever is on the way" in found.output) == (2, True)
