"""Alerts for who sees some sites: theirs, and nothing of any other."""

import pytest
from litestar.testing import TestClient
from msgspec.structs import replace
from staff import staff

from chargeboard.alerts.rule import Kind, Rule
from chargeboard.channels.sealing import Seal
from chargeboard.domain.people import Role
from chargeboard.run.alerting.book import AlertBook
from chargeboard.run.excluding import Exclusions
from chargeboard.web.access.guard import COOKIE
from chargeboard.web.alerting.needed import Alerts
from chargeboard.web.app import create_app
from watching import Yard, at

SITES = {"CP0": "Harbour", "CP1": "Lake"}
OTHERS = ("CP1", "Lake", "Seegrund rule", "ops")


class TwoSites(Yard):
    def profile_of(self, station):
        return replace(super().profile_of(station), site=SITES[station])


@pytest.fixture(scope="module")
def yard():
    made = TwoSites(
        Rule(name="contact", kind=Kind.OUT_OF_CONTACT, after_s=1800),
        Rule(name="Seegrund rule", kind=Kind.FAULTED, sites=("Lake",)),
        number=2,
    )
    made.status(0, "Available")
    made.status(10, "Faulted", "GroundFailure", ["CP1"])
    made.until(90)
    return made


@pytest.fixture(scope="module")
def people(yard):
    found = staff(lambda: yard.now)
    found.accounts.add("all", Role.OPERATOR, None)
    found.accounts.add("harbour", Role.OPERATOR, ["Harbour"])
    found.accounts.add("looks", Role.VIEWER, ["Harbour"])
    return found


@pytest.fixture
def ask(yard, people):
    async def send(stored, message):
        pass

    sites = {one: yard.profile_of(one).site for one in yard.stations}
    windows = Exclusions(yard.store, yard.profile_of, sites, lambda: yard.now)
    alerts = Alerts(
        AlertBook(yard.store, lambda: yard.now), Seal(lambda: b"k" * 32), send, "https://b.example", windows
    )
    with TestClient(
        create_app(yard.desk, token=None, now=lambda: yard.now, alerts=alerts, people=people)
    ) as client:

        def asked(who, method, path, **options):
            account = people.accounts.of(who)
            client.cookies.set(COOKIE, people.log_ins.begin(account, "192.0.2.1", "a test"))
            return client.request(method, path, follow_redirects=False, **options)

        yield asked


def lasting(ask, who):
    return {tuple(one["chargers"]): one for one in ask(who, "GET", "/api/v1/alerts").json()}


@pytest.mark.threat("P2")
@pytest.mark.parametrize(
    "path", ["/alerts", "/alerts?rule=Seegrund+rule", "/api/v1/alerts", "/api/v1/alerts/log"]
)
def test_nothing_is_said_of_alerts_of_another_site(ask, path):
    told = ask("harbour", "GET", path)
    assert told.status_code == 200
    assert [word for word in OTHERS if word in told.text] == []
    assert "CP0" in told.text
    assert "CP1" in ask("all", "GET", path).text or path.startswith("/alerts?")


def test_those_of_ones_own_site_are_answered_and_no_others(ask, yard):
    known = lasting(ask, "all")
    mine = next(one["alert"] for chargers, one in known.items() if chargers == ("CP0",))
    theirs = next(one["alert"] for chargers, one in known.items() if chargers == ("CP1",))
    for alert in (mine, theirs):
        ask("harbour", "POST", f"/alerts/lasting/{alert}", data={"do": "acknowledge", "note": "going"})
    after = {one["alert"]: one["note"] for one in lasting(ask, "all").values()}
    assert (after[mine], after[theirs]) == ("going", "")
    assert ask("looks", "POST", f"/alerts/lasting/{mine}", data={"do": "acknowledge"}).status_code == 403
    assert at(90) == yard.now


@pytest.mark.parametrize("path", ["/api/v1/alerts/rules", "/api/v1/alerts/channels", "/exclusions"])
def test_what_reaches_over_all_sites_is_for_who_sees_all_of_them(ask, path):
    assert ask("harbour", "GET", path).status_code == 403
    assert ask("all", "GET", path).status_code == 200


def test_an_alert_about_chargers_of_several_sites_is_for_who_sees_all_of_them(yard):
    sees = {"CP0"}
    book = yard.book.seen_by(lambda: sees.__contains__)
    alert = yard.book.lasting()[0].alert
    both = [replace(alert.members[0], station=station) for station in SITES]
    assert not book._shows(both)
    sees.add("CP1")
    assert book._shows(both)
