"""Which address is a charger given, and who is told of as having come?"""

import pytest

from chargeboard.domain.doorstep import Doorstep, TurnedAway
from chargeboard.domain.figures.fleet import FleetCounts, FleetPage, FleetWanted, WaitingCharger
from chargeboard.web.setup.server import TapPlace
from chargeboard.web.setup.tap_commands import tap_commands
from chargeboard.web.setup.view import door, heard

EVERYWHERE = "0.0.0.0"  # noqa: S104 - nobody listens there
NOW = 1_760_313_600_000_000


@pytest.mark.parametrize(
    ("listens_at", "asked", "url"),
    [
        (EVERYWHERE, "192.168.1.5", "ws://192.168.1.5:9000/ocpp/"),
        (EVERYWHERE, "board.example.org", "ws://board.example.org:9000/ocpp/"),
        ("::", "2001:db8::5", "ws://[2001:db8::5]:9000/ocpp/"),
        ("10.0.0.7", "board.example.org", "ws://10.0.0.7:9000/ocpp/"),
        ("127.0.0.1", "127.0.0.1", "ws://127.0.0.1:9000/ocpp/"),
        ("127.0.0.1", "192.168.1.5", "ws://127.0.0.1:9000/ocpp/"),
    ],
)
def test_the_address_is_the_one_that_the_browser_used_where_that_leads_to_the_endpoint(
    listens_at, asked, url
):
    assert door(Doorstep(host=listens_at, port=9000), asked, "").url == url


def test_where_the_endpoint_encrypts_the_address_says_so():
    assert door(Doorstep(host=EVERYWHERE, port=443, is_encrypted=True), "b.example", "").url == (
        "wss://b.example:443/ocpp/"
    )


def test_an_endpoint_for_this_machine_alone_is_told_as_such():
    assert door(Doorstep(host="127.0.0.1", port=9000), "192.168.1.5", "192.168.1.5").is_only_here
    assert not door(Doorstep(host=EVERYWHERE, port=9000), "192.168.1.5", "").is_only_here


def test_the_name_that_a_machine_has_for_itself_is_of_no_use_to_others():
    shown = door(Doorstep(host=EVERYWHERE, port=9000), "localhost", "192.168.1.5")
    assert shown.url_in_network == "ws://192.168.1.5:9000/ocpp/"
    assert door(Doorstep(host=EVERYWHERE, port=9000), "192.168.1.5", "192.168.1.5").url_in_network == ""


def test_where_nobody_is_listened_to_there_is_no_address_but_a_reason():
    shown = door(Doorstep(why_not="Port 9000 is in use"), "localhost", "192.168.1.5")
    assert (shown.url, shown.why_not) == ("", "Port 9000 is in use")


def test_a_charger_that_waits_is_not_told_as_refused_too():
    counts = FleetCounts(
        chargers=0,
        attention=0,
        offline=0,
        faulted=0,
        active_sessions=0,
        energy_now_wh=0,
        timezone=None,
    )
    page = FleetPage(at=NOW, rows=[], counts=counts, among=counts, shown=counts, wanted=FleetWanted())
    refused = [
        TurnedAway("A", "not approved", NOW),
        TurnedAway("B", "no password", NOW),
        TurnedAway("", "TLS", NOW),
    ]
    shown = heard(page, [WaitingCharger("A", NOW, "UTC")], refused, NOW)
    assert [one.id for one in shown.asking] == ["A"]
    assert [one.why for one in shown.refused] == ["no password", "TLS"]


def test_a_tap_is_told_what_the_shell_takes():
    told = tap_commands("wss://csms.example:8443", TapPlace("my board.db", ""), 9000)
    assert told.serve == "chargeboard serve --db 'my board.db' --ingest-socket ingest.sock"
    assert told.tap == (
        "chargeboard tap --listen 0.0.0.0:9001 --upstream wss://csms.example:8443 --ingest unix:ingest.sock"
        " --spool spool --db 'my board.db'"
    )
    assert tap_commands("ws://csms", TapPlace("b.db", "/run/i.sock"), 0).serve == ""
    with pytest.raises(ValueError, match="ws://"):
        tap_commands("http://csms", TapPlace("b.db", ""), 0)
