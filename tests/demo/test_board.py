import datetime as dt
import time

import pytest
from msgspec import convert
from msgspec.structs import replace

from chargeboard.capture.redaction import Redactor
from chargeboard.demo import TOWN, Feed, name_town
from chargeboard.domain.policy import Policy, Profile
from chargeboard.run.desk import Desk
from chargeboard.store import open_store
from chargeboard.time.instants import HOUR, instant_of
from projecting import projector_of

NOW = instant_of(dt.datetime(2026, 3, 30, 11, 12, 13, tzinfo=dt.UTC))


@pytest.fixture(scope="module")
def town(tmp_path_factory):
    """The whole town through journal, fold and store; what is asked of it, and how long the building took."""
    store, profiles = open_store(tmp_path_factory.mktemp("town") / "town.db"), {}

    def save(charger):
        policy = convert(dict(charger.settings), Policy)
        profiles[charger.id] = Profile(
            id=charger.id, name=charger.name, site=charger.site, timezone_is_default=False, policy=policy
        )

    desk = Desk(store, profiles.__getitem__, lambda: NOW)
    name_town(save, store.save_site)
    feed, began = Feed(NOW, Redactor(b"a key")), time.process_time()
    feed.until(projector_of(desk), NOW)
    yield desk, feed, time.process_time() - began
    store.close()


@pytest.fixture(scope="module")
def boards(town):
    return {place.id: town[0].board(place.id) for place in TOWN}


def test_the_town_is_on_the_page_well_within_a_minute(town):
    assert town[2] < 30


def test_no_frame_is_lost_or_mended(boards):
    badly_spoken = {place.id for place in TOWN if place.speaks_badly}
    for station, board in boards.items():
        quality = board.data_quality
        assert (quality.quarantined, quality.repaired) == (0, 0)
        assert (quality.nonconformant > 0) == (station in badly_spoken)


def test_the_busy_hub_does_what_a_busy_hub_does(boards):
    hub = boards["LIN-HUB-1"]
    assert 35 < hub.overview.sessions_per_day < 45
    assert 15_000 < hub.overview.avg_consumption_wh < 30_000
    assert 33 < hub.utilization_headline.pct < 45
    assert 94 < hub.success_headline.pct < 100
    assert [one.socket for one in hub.ongoing.sessions if one.power_w > 40_000]
    assert hub.charger.firmware == "2.3.2"
    assert any(
        state == "unavailable"
        for day in hub.uptime
        for state in ["unavailable"]
        if day.outage_s > HOUR / 10**6
    )


def test_the_post_leaves_cars_on_the_cable_overnight(boards):
    post = boards["LIN-AC-7"]
    assert sum(day.suspended_s for day in post.utilization) > 0.2 * sum(
        day.in_use_s for day in post.utilization
    )


def test_the_broken_one_is_broken_and_its_fault_is_known_by_name(boards):
    broken = boards["LIN-DC-4"]
    assert {one.socket: one.state for one in broken.now}[2] == "faulted"
    row = next(row for row in broken.errors if row.active)
    assert (row.socket, row.code, row.vendor_code) == (2, "GroundFailure", "E47")
    assert row.episodes > 10
    assert broken.success_headline.pct < 92
    failures = {name for day in broken.success for name, n in day.failures.items() if n}
    assert {"charger_fault", "ev_or_connector_fault"} <= failures


def test_the_lost_one_is_offline_with_a_session_that_nobody_has_seen_end(boards):
    lost = boards["LIN-AC-9"]
    assert lost.charger.is_online is False
    assert [one.stale for one in lost.ongoing.sessions] == [True]
    assert len(lost.offline_gaps) > 30
    assert lost.data_quality.connection_flaps > 0
    assert lost.data_quality.inferred_ends > 0


def test_the_newer_generation_shows_the_same_figures(boards):
    newer = boards["LIN-DC-11"]
    assert newer.charger.protocols == ["ocpp2.0.1"]
    assert "CableOverTempStop" in {row.code for row in newer.errors}
    assert newer.overview.total_sessions > 250
    assert newer.ongoing.sessions[0].soc_pct > 11


def test_the_new_one_invents_nothing_for_the_days_before(boards):
    new = boards["TKU-AC-1"]
    assert new.charger.timezone == "Europe/Helsinki"
    assert [day.pct is None for day in new.utilization] == [True] * 4 + [False] * 4
    assert new.overview.days == 3


def test_the_page_lives_on_and_its_past_stays(town):
    def ongoing(at):
        # a silence of less than a minute is no fact, so the past knows its last contact to the minute only
        return [replace(one, last_contact=None) for one in desk.board("LIN-HUB-1", at=at).ongoing.sessions]

    desk, feed, _ = town
    before = ongoing(NOW)
    feed.until(projector_of(desk), NOW + HOUR)
    assert ongoing(NOW + HOUR) != before
    assert ongoing(NOW) == before
