"""Months by official rules are kept when they are settled, and made again when something changes them."""

import json
from datetime import datetime

import pytest

from chargeboard.domain.codes import ExclusionKind
from chargeboard.domain.exclusions import DeclaredExclusion, with_exclusions
from chargeboard.domain.frame import Frame
from chargeboard.domain.policy import Exclusion, Policy, Profile, Retention
from chargeboard.domain.records import OfficialMonthRow
from chargeboard.history.checkpoints import conclusions_version
from chargeboard.official.calendar import month_text
from chargeboard.official.month import RULES_VERSION
from chargeboard.run.answering.official import kept_months
from chargeboard.run.desk import Desk
from chargeboard.run.upkeep.retention import let_go
from chargeboard.store import open_store
from chargeboard.time.instants import HOUR, SECOND, instant_of, text_of
from projecting import projector_of


def at(text):
    return instant_of(datetime.fromisoformat(f"{text}Z"))


NOW = at("2026-04-20T12:00")
STATUS = (
    '[2,"{0}","StatusNotification",{{"connectorId":1,"errorCode":"NoError",'
    '"status":"{1}","timestamp":"{2}"}}]'
)


def status(moment, said, received=None):
    stamp = text_of(at(moment))
    return Frame("CP", received or at(moment), "in", STATUS.format(moment, said, stamp), "c", "ocpp1.6")


ACCEPTED = '[3,"s",{"transactionId":7,"idTagInfo":{"status":"Accepted"}}]'


def _call(number, action, payload):
    return json.dumps([2, number, action, payload])


class Place:
    """A desk whose profile may be set otherwise."""

    policy = Policy(silence_detection=False)

    def __init__(self):
        self.store = open_store(":memory:")
        self.desk = Desk(self.store, lambda _: self.profile, lambda: NOW)
        self.take(
            Frame("CP", at("2026-01-10T00:00"), "ws", '["open","c","ocpp1.6"]', "c", "ocpp1.6"),
            status("2026-01-10T00:00", "Available"),
            status("2026-02-03T00:00", "Faulted"),
            status("2026-02-03T12:00", "Available"),
            *(status(f"2026-{month}-05T00:00", "Unavailable") for month in ("03", "04")),
            *(status(f"2026-{month}-05T06:00", "Available") for month in ("03", "04")),
            Frame("CP", NOW - HOUR, "in", '[2,"h","Heartbeat",{}]', "c", "ocpp1.6"),
        )

    @property
    def profile(self):
        return with_exclusions(Profile(id="CP", site="Yard", policy=self.policy), self.store.exclusions())

    def take(self, *frames):
        self.desk.store.append(frames)
        projector_of(self.desk).refresh("CP")

    def keep(self):
        count = 0
        while projector_of(self.desk).keep_month("CP"):
            count += 1
        return count

    def kept(self):
        version = conclusions_version(self.profile)
        return sorted(self.store.official_months("CP", RULES_VERSION, version, "2025-01", "2027-01"))

    def counted_in_all(self):
        """Seconds down of the months that are known where all chargers are added up."""
        figures = self.desk.network.figures(None, None)
        return {one.month: one.rules["nevi"].down_s for one in figures.months[::-1] if one.chargers}

    def sessions(self, month):
        figures = self.desk.official.figures("CP")
        (found,) = [one for one in figures.months if one.month == month]
        return found.success["afirev"].successes

    def down_s(self, month, rule="nevi"):
        figures = self.desk.official.figures("CP")
        (found,) = [one for one in figures.months if one.month == month]
        return found.rules[rule].down_s


@pytest.fixture
def place():
    made = Place()
    yield made
    made.store.close()


def test_settled_months_are_kept_one_at_a_time_and_tell_what_is_computed(place):
    computed = place.desk.official.figures("CP")
    assert place.keep() == 3
    assert place.kept() == ["2026-01", "2026-02", "2026-03"]
    assert place.desk.official.figures("CP") == computed


def test_what_is_kept_is_read_and_not_computed_again(place, monkeypatch):
    place.keep()
    made = []
    compute = kept_months.computed_month
    monkeypatch.setattr(
        kept_months, "computed_month", lambda *asked: made.append(month_text(asked[1])) or compute(*asked)
    )
    place.desk.official.figures("CP")
    assert not {"2026-01", "2026-02", "2026-03"} & set(made)


def test_a_late_session_has_its_month_and_the_later_ones_made_again(place):
    place.keep()
    assert place.sessions("2026-02") == 0
    _with_a_session_in_february(place)
    assert place.kept() == ["2026-01"]
    assert place.sessions("2026-02") == 1
    assert place.keep() == 2
    assert place.sessions("2026-02") == 1


def test_an_exclusion_has_all_months_made_again(place):
    place.keep()
    works = DeclaredExclusion(
        id="w",
        kind=ExclusionKind.VANDALISM,
        from_at=at("2026-02-03T00:00"),
        until_at=at("2026-02-04T00:00"),
        charger="CP",
        kept_at=NOW,
    )
    place.store.save_exclusion(works)
    assert place.down_s("2026-02") == 0
    assert place.counted_in_all() == {}
    projector_of(place.desk).settle("CP")
    assert place.kept() == []
    assert place.keep() == 3
    assert place.down_s("2026-02") == 0
    assert place.down_s("2026-02", "uk") == 12 * 3600
    assert place.counted_in_all() == {"2026-01": 0, "2026-02": 0, "2026-03": 6 * 3600}


WINDOWS = {
    "of the charger": {"charger": "CP"},
    "of a socket of it": {"charger": "CP", "socket": 1},
    "of its site": {"site": "Yard"},
}


@pytest.mark.parametrize("whose", WINDOWS.values(), ids=WINDOWS)
def test_a_sum_of_many_chargers_holds_no_month_of_before_a_window_was_declared_or_dropped(place, whose):
    place.keep()
    before = {"2026-01": 0, "2026-02": 12 * 3600, "2026-03": 6 * 3600}
    assert place.counted_in_all() == before
    window = DeclaredExclusion(
        id="w",
        kind=ExclusionKind.VANDALISM,
        from_at=at("2026-02-03T00:00"),
        until_at=at("2026-02-03T06:00"),
        kept_at=NOW,
        **whose,
    )
    place.store.save_exclusion(window)
    assert place.counted_in_all() == {}
    projector_of(place.desk).settle("CP")
    place.keep()
    assert place.counted_in_all() == before | {"2026-02": 6 * 3600}
    place.store.drop_exclusion("w")
    assert place.counted_in_all() == {}
    projector_of(place.desk).settle("CP")
    place.keep()
    assert place.counted_in_all() == before


def test_a_sum_of_many_chargers_holds_no_month_of_before_the_settings_file_said_otherwise(place):
    place.keep()
    place.policy = Policy(
        silence_detection=False,
        exclusions=(Exclusion("2026-02-03T00:00:00Z", "2026-02-03T06:00:00Z", "works", kind="vandalism"),),
    )
    assert place.counted_in_all() == {}
    projector_of(place.desk).settle("CP")
    place.keep()
    assert place.counted_in_all()["2026-02"] == 6 * 3600


def test_a_window_of_another_charger_leaves_months_as_they_are(place):
    place.keep()
    before = place.counted_in_all()
    window = DeclaredExclusion(
        id="w", kind=ExclusionKind.VANDALISM, from_at=0, until_at=NOW, charger="other", kept_at=NOW
    )
    place.store.save_exclusion(window)
    assert place.counted_in_all() == before


def _with_a_session_in_february(place):
    start = {"connectorId": 1, "idTag": "T", "meterStart": 0, "timestamp": "2026-02-20T00:00:00Z"}
    stop = {"transactionId": 7, "meterStop": 9000, "timestamp": "2026-02-20T01:00:00Z"}
    place.take(
        Frame("CP", NOW - 30 * SECOND, "in", _call("s", "StartTransaction", start), "c", "ocpp1.6"),
        Frame("CP", NOW - 29 * SECOND, "out", ACCEPTED, "c", "ocpp1.6"),
        Frame("CP", NOW - 28 * SECOND, "in", _call("e", "StopTransaction", stop), "c", "ocpp1.6"),
    )


def _let_go_of_all_before_april(place):
    keeps = Retention(evidence_days=15, sessions_days=15)
    while let_go(place.store, place.profile, keeps, NOW):
        pass
    assert place.store.kept_since("CP").sessions > at("2026-03-01T00:00")


def test_the_success_of_a_month_whose_sessions_are_gone_stays_as_it_was_kept(place):
    _with_a_session_in_february(place)
    place.keep()
    _let_go_of_all_before_april(place)
    place.store.save_exclusion(
        DeclaredExclusion(
            id="w",
            kind=ExclusionKind.VANDALISM,
            from_at=at("2026-02-03T00:00"),
            until_at=at("2026-02-04T00:00"),
            charger="CP",
            kept_at=NOW,
        )
    )
    projector_of(place.desk).settle("CP")
    assert (place.sessions("2026-02"), place.down_s("2026-02")) == (1, 0)
    place.keep()
    assert "2026-02" in place.kept()
    assert (place.sessions("2026-02"), place.down_s("2026-02")) == (1, 0)


def test_months_of_other_rules_are_made_again(place, monkeypatch):
    place.keep()
    monkeypatch.setattr(kept_months, "RULES_VERSION", "of tomorrow")
    assert place.keep() == 3


def test_a_month_is_not_kept_where_conclusions_were_replaced_meanwhile(place):
    row = OfficialMonthRow(station="CP", month="2026-01", until_at=5, rules="r", version="v", body=b"b")
    revision = place.store.progress("CP").settled_revision
    place.store.save_official_month(row, revision - 1)
    assert place.store.official_months("CP", "r", "v", "2026-01", "2026-01") == {}
    place.store.save_official_month(row, revision)
    assert place.store.official_months("CP", "r", "v", "2026-01", "2026-01") == {"2026-01": b"b"}
    assert list(place.store.official_bodies("r", "2026-01", "2026-12")) == [("CP", "2026-01", "v", b"b")]


def test_a_station_of_which_nothing_is_settled_has_nothing_to_be_kept(place):
    assert not projector_of(place.desk).keep_month("nobody")
