"""Who asks about one site has no charger of another looked at: counted, never timed."""

from collections.abc import Sized

import msgspec
import pytest

from chargeboard.alerts.rule import Kind, Rule
from chargeboard.config.charger_book import ChargerBook
from chargeboard.config.charger_sheet import ChargerSheet
from chargeboard.config.settings import Settings
from chargeboard.config.site_book import SiteBook
from chargeboard.domain.policy import Policy, Profile
from chargeboard.domain.records import Charger, FleetLine
from chargeboard.metrics.fleet import line_of
from chargeboard.run.alerting.watch import Watch
from chargeboard.run.answering.fleet_line import blank
from chargeboard.run.desk import Desk
from chargeboard.run.excluding import ExclusionError, Exclusions
from chargeboard.run.people.audited import SITE, told_of
from chargeboard.store import open_store
from chargeboard.time.instants import NEVER, SECOND
from steps_of_sqlite import steps

NOON = 1_760_299_200 * SECOND
AT_YARD = ["C-0000", "C-0001"]
WINDOW = {"kind": "vandalism", "from": "2025-10-01T08:00", "until": "2025-10-02T08:00"}
FEW, MANY = 20, 80


class Counted:
    """A store, and how many rows it was asked for."""

    def __init__(self, store):
        self._store, self.rows = store, 0

    def __getattr__(self, name):
        known = getattr(self._store, name)
        if not callable(known):
            return known

        def asked(*arguments, **named):
            found = known(*arguments, **named)
            self.rows += len(found) if isinstance(found, Sized) and not isinstance(found, str | bytes) else 1
            return found

        return asked


class Yard:
    """Two chargers at the yard, all others at the quay, each with its line."""

    def __init__(self, store):
        self.store, self.profiles, self.number = Counted(store), 0, 0
        self.desk = Desk(self.store, self.profile_of, lambda: NOON, look=lambda _: None)
        self.windows = Exclusions(self.store, self.profile_of, {}, lambda: NOON)
        self.book = ChargerBook(Settings(), self.store, lambda: NOON)
        self.sheet = ChargerSheet(self.book, self.store)
        self.sites = SiteBook(Settings(), self.store)
        self.sites.add({"name": "Yard"})
        self.watch = Watch(self.store, self.profile_of, lambda: NOON)
        self.tries = 0

    def profile_of(self, station):
        self.profiles += 1
        zone = "Europe/Berlin" if station in AT_YARD else "UTC"
        site = "Yard" if station in AT_YARD else "Quay"
        return Profile(id=station, site=site, policy=Policy(timezone=zone))

    def grows_to(self, number):
        store = self.store
        with store.together():
            for station in [f"C-{n:04d}" for n in range(self.number, number)]:
                profile = self.profile_of(station)
                store.save_charger(Charger(id=station, site=profile.site))
                heard = msgspec.structs.replace(store.progress(station), newest_fact_at=NOON - SECOND)
                store.save_batch([], heard)
                row = blank(profile)
                revision = store.progress(station).revision
                store.save_fleet([FleetLine(line_of(row), revision, NEVER, msgspec.json.encode(row))])
        self.number = number

    def cost(self, question):
        """Of the second time: what the first one found out about all chargers holds until one changes."""
        question(self)
        self.profiles = self.store.rows = 0
        return question(self), self.store.rows, self.profiles


def at_yard(yard):
    return yard.desk.stations_of({"Yard"})


def declared(yard, **whom):
    return yard.windows.checked(WINDOW | whom, yard.windows.places())[1]


def refused(yard, **whom):
    with pytest.raises(ExclusionError) as error:
        declared(yard, **whom)
    return str(error.value)


def renamed(yard):
    """There and back: what a rename costs, and nothing of it stays."""
    after = yard.sites.change("Yard", {"name": "Court"})
    moved = yard.sites.chargers("court")
    yard.sites.change(after, {"name": "Yard"})
    return moved


def looked_at_by_a_new_rule(yard):
    yard.watch.unlooked()
    yard.tries += 1
    yard.store.save_alert_rule(
        Rule(name="yard", kind=Kind.OUT_OF_CONTACT, after_s=yard.tries, sites=("yARD",))
    )
    return sorted(yard.watch.unlooked())


QUESTIONS = {
    "the chargers of a site": (lambda yard: yard.sites.chargers("yARD"), AT_YARD),
    "what was set for a site": (lambda yard: yard.sites.settings_of("yard")[0].own, "Yard"),
    "what was set for a site that chargers alone name": (
        lambda yard: yard.sites.settings_of("quay")[0].own,
        "Quay",
    ),
    "a site for a program": (lambda yard: yard.sites.occupied_one("Yard").chargers, AT_YARD),
    "a site in the trail": (lambda yard: told_of(yard.store, SITE, "yard")["chargers"], AT_YARD),
    "a new rule for a site": (looked_at_by_a_new_rule, AT_YARD),
    "a site that is renamed": (renamed, AT_YARD),
    "who is at a site": (at_yard, AT_YARD),
    "the clock of a site": (lambda yard: declared(yard, site="Yard"), "Europe/Berlin"),
    "the clock of a site that is spelled otherwise": (
        lambda yard: declared(yard, site="yARD "),
        "Europe/Berlin",
    ),
    "the clock of a charger": (lambda yard: declared(yard, charger="C-0001"), "Europe/Berlin"),
    "a site that nobody is at": (
        lambda yard: refused(yard, site="Yord"),
        'site: there is no charger of a site "Yord"; did you mean "yard"?',
    ),
    "a charger that nobody knows": (
        lambda yard: refused(yard, charger="X"),
        'charger: there is no charger "X"',
    ),
    "sites to choose from": (lambda yard: yard.book.sites(), ["Quay", "Yard"]),
    "a sheet of a site": (lambda yard: yard.sheet.written(at_yard(yard)).count(b"Yard"), 2),
    "visits of a site": (
        lambda yard: yard.desk.network.visits({"Yard"}, None, "Yard").chargers,
        AT_YARD,
    ),
    "official figures of a site": (
        lambda yard: yard.desk.network.figures({"Yard"}, None, "Yard").chargers,
        2,
    ),
}


def test_a_question_about_one_site_looks_at_no_charger_of_another(store):
    yard, costs = Yard(store), {}
    for number in (FEW, MANY):
        yard.grows_to(number)
        for name, (question, right) in QUESTIONS.items():
            answer, rows, profiles = yard.cost(question)
            assert answer == right, name
            costs.setdefault(name, []).append((rows, profiles))
    assert [few for few, _ in costs.values()] == [many for _, many in costs.values()]


@pytest.mark.sqlite("it counts the steps of its machine")
def test_nor_does_the_database(tmp_path):
    costs = {}
    for number in (FEW, MANY):
        store = open_store(str(tmp_path / f"{number}.db"))
        yard = Yard(store)
        yard.grows_to(number)
        for name, (question, _) in QUESTIONS.items():
            question(yard)
            with steps(store) as done:
                question(yard)
            costs.setdefault(name, []).append(sum(done))
        store.close()
    assert not {name: both for name, both in costs.items() if both[1] > 1.05 * both[0]}
