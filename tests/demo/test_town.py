import datetime as dt
from collections import Counter, defaultdict
from itertools import islice, pairwise, takewhile

import pytest
from msgspec.json import decode

from chargeboard.decode import Pairing, read
from chargeboard.demo import TOWN, Feed, name_town, told
from chargeboard.demo.car import Car, taken
from chargeboard.domain.facts import OddityFound
from chargeboard.domain.policy import Policy, Profile
from chargeboard.run.desk import Desk
from chargeboard.store import open_store
from chargeboard.time.instants import HOUR, MINUTE, instant_of
from projecting import projector_of

NOW = instant_of(dt.datetime(2026, 3, 30, 11, 12, 13, tzinfo=dt.UTC))  # the day after the clocks changed


def until(now, seed=1):
    return list(takewhile(lambda frame: frame.received_at <= now, told(now, seed)))


@pytest.fixture(scope="module")
def town():
    return until(NOW)


@pytest.fixture(scope="module")
def by_station(town):
    found = defaultdict(list)
    for frame in town:
        found[frame.station].append(frame)
    return found


def calls(frames, action):
    for frame in frames:
        if f',"{action}",' in frame.text:
            yield frame, decode(frame.text)[3]


def test_the_same_seed_and_start_tell_the_same_town(town):
    assert until(NOW) == town


def test_another_seed_tells_another_town(town):
    assert list(islice(told(NOW, seed=2), 5000)) != town[:5000]


def test_frames_come_in_order_of_receipt(town):
    assert all(one.received_at <= other.received_at for one, other in pairwise(town))


def test_history_is_long_enough_for_every_panel_and_short_enough_to_import(town, by_station):
    assert 100_000 < len(town) < 250_000
    for place in TOWN:
        days = (NOW - by_station[place.id][0].received_at) / (24 * HOUR)
        assert place.days - 1 <= days <= place.days + 1


def test_every_call_is_answered_once_and_after_it_was_asked(by_station):
    for frames in by_station.values():
        open_calls, pairs = {}, 0
        for frame in frames:
            if frame.direction == "ws":
                continue
            said = decode(frame.text)
            if said[0] == 2:
                assert not open_calls, "a charger has one call outstanding at most"
                open_calls[said[1]] = frame
            else:
                asked = open_calls.pop(said[1])
                assert asked.direction != frame.direction
                assert asked.received_at < frame.received_at
                pairs += 1
        assert pairs > 300


def test_nothing_that_the_town_says_has_to_be_forgiven(by_station):
    well_spoken = [place.id for place in TOWN if not place.speaks_badly]
    assert len(well_spoken) == len(TOWN) - 1
    for frames in map(by_station.__getitem__, well_spoken):
        pairing = Pairing()
        events = [event for frame in frames for event in read(frame, pairing, Policy())]
        assert not [event for event in events if isinstance(event, OddityFound)]
        assert len(events) > 100


def test_a_transaction_starts_before_it_stops_and_its_meter_only_rises(by_station):
    for place in TOWN:
        if place.protocol != "ocpp1.6":
            continue
        starts, readings, asked = {}, defaultdict(list), {}
        for frame in by_station[place.id]:
            said = decode(frame.text)
            if frame.direction != "ws" and said[0] == 3 and "transactionId" in said[2]:
                starts[said[2]["transactionId"]] = asked["meterStart"]
            if frame.direction != "ws" and said[0] == 2:
                asked = said[3]
                if said[2] == "MeterValues":
                    register = int(asked["meterValue"][0]["sampledValue"][0]["value"])
                    readings[asked["transactionId"]].append(register)
                if said[2] == "StopTransaction":
                    readings[asked["transactionId"]].append(asked["meterStop"])
        assert starts
        for transaction, seen in readings.items():
            assert seen == sorted(seen)
            assert seen[0] >= starts[transaction]


def test_what_happened_while_the_line_was_down_is_told_late(by_station):
    late = [
        frame.received_at - instant_of(dt.datetime.fromisoformat(said["timestamp"]))
        for frame, said in calls(by_station["LIN-AC-9"], "StopTransaction")
    ]
    assert max(late) > 10 * MINUTE
    assert min(late) < MINUTE


def test_a_half_open_link_is_replaced_before_it_is_closed(by_station):
    kinds = [decode(frame.text)[0] for frame in by_station["LIN-AC-9"] if frame.direction == "ws"]
    assert ("open", "open") in set(pairwise(kinds))
    assert Counter(kinds)["close"] > 20


def test_the_offline_charger_is_away_right_now(by_station):
    last = by_station["LIN-AC-9"][-1]
    assert last.direction == "ws"
    assert decode(last.text)[0] == "close"
    assert 20 * MINUTE < NOW - last.received_at < 30 * MINUTE


@pytest.mark.parametrize("now", [NOW + 9 * HOUR, NOW + 16 * HOUR])
def test_whenever_the_demo_is_started_somebody_charges_and_something_is_broken(now):
    last_status = {}
    for frame, said in calls(
        (frame for frame in until(now) if now - frame.received_at < HOUR), "StatusNotification"
    ):
        last_status[frame.station, said.get("connectorId")] = said.get("status")
    assert last_status["LIN-HUB-1", 1] == "Charging"
    assert last_status["LIN-DC-4", 2] == "Faulted"


def test_the_fault_comes_back_in_its_rhythm(by_station):
    faults = [
        frame
        for frame, said in calls(by_station["LIN-DC-4"], "StatusNotification")
        if said["errorCode"] == "GroundFailure" and NOW - frame.received_at < 7 * 24 * HOUR
    ]
    assert len(faults) >= 10


def test_one_charger_shows_each_way_in_which_a_conversation_goes_wrong(by_station):
    store = open_store(":memory:")
    profile = Profile(id="LIN-AC-9", policy=Policy(timezone="Europe/Berlin"))
    desk = Desk(store, lambda _: profile, lambda: NOW)
    desk.store.append([frame for frame in by_station["LIN-AC-9"] if NOW - frame.received_at < 9 * 24 * HOUR])
    projector_of(desk).refresh("LIN-AC-9")
    health = desk.evidence.protocol("LIN-AC-9")
    wrong = {(one.kind, one.side, one.action) for one in health.troubles}
    assert wrong >= {
        ("late", "charger", "GetConfiguration"),
        ("refused", "charger", "GetDiagnostics"),
        ("repeated", "charger", "DiagnosticsStatusNotification"),
        ("nonstandard", "charger", "StatusNotification"),
    }
    assert not [one for one in health.troubles if one.side == "csms"]
    assert [(one.code, round(one.every_s, -2)) for one in health.rhythms] == [(1006, 7200)]
    assert {"I26", "I27"} <= {one.id for one in desk.board("LIN-AC-9").insights}
    store.close()


def test_a_car_takes_less_as_its_battery_fills_and_stops_where_it_was_asked_to():
    car = Car(capacity_wh=60_000, peak_w=100_000, phases=3, soc=0.3, target=0.8)
    steps = taken(car, limit_w=75_000, stay_s=7200, sample_s=60, leaves_full=True)
    assert steps[0].energy_wh == 0
    assert max(step.power_w for step in steps) == 75_000
    assert steps[-2].power_w < 60_000
    assert 29_000 < steps[-1].energy_wh < 31_500
    assert steps[-1].after_s < 7200


def test_a_parked_car_stays_on_the_cable_without_taking_anything():
    car = Car(capacity_wh=50_000, peak_w=11_000, phases=3, soc=0.7, target=0.8)
    steps = taken(car, limit_w=22_000, stay_s=8 * 3600, sample_s=300, leaves_full=False)
    assert steps[-1].after_s == 8 * 3600
    assert steps[-1].power_w == 0
    assert 5_000 < steps[-1].energy_wh < 6_000


class Ledger:
    """It only writes down what it was given."""

    def __init__(self):
        self.frames, self.refreshed = [], []

    def take(self, frames):
        self.frames += frames

    def refresh(self, station):
        self.refreshed.append(station)


def test_the_feed_goes_on_where_the_history_ended(town):
    ledger, chargers, sites = Ledger(), [], []
    name_town(chargers.append, sites.append)
    feed = Feed(NOW, str)
    feed.until(ledger, NOW)
    assert ledger.frames == town
    assert sorted(ledger.refreshed) == sorted(place.id for place in TOWN)
    assert [charger.settings["timezone"] for charger in chargers].count("Europe/Helsinki") == 1
    # one is left for the operator to place
    assert {site.name for site in sites} == {one.site for one in TOWN if one.timezone == "Europe/Berlin"}
    assert all(site.coordinates for site in sites)
    assert feed.until(ledger, NOW) == 0
    handed = feed.until(ledger, NOW + HOUR)
    assert 0 < handed < 1000
    assert all(NOW < frame.received_at <= NOW + HOUR for frame in ledger.frames[-handed:])
