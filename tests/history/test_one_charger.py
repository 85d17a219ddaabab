"""What is asked of a charger whose past is stored and whose present is computed?"""

import json
from contextlib import closing
from datetime import UTC, date, datetime

import pytest

from chargeboard.domain.facts import Booted, StatusReported
from chargeboard.domain.frame import Frame
from chargeboard.domain.policy import Policy, Profile
from chargeboard.history.names import UnknownChargerError
from chargeboard.history.opening import Histories
from chargeboard.run.desk import Desk
from chargeboard.store import open_store
from chargeboard.time.instants import BEGINNING, HOUR, NEVER, SECOND, instant_of, text_of
from chargeboard.time.spans import Span
from projecting import projector_of

T0 = instant_of(datetime(2026, 11, 20, 10, tzinfo=UTC))
"""A session a day for three days from here on, an hour each."""
NOW = T0 + 80 * HOUR
EVER = Span(BEGINNING, NEVER)


def at(hour):
    return T0 + round(hour * HOUR)


def frames():
    told = []

    def say(hour, action, **payload):
        message = [2, f"m{len(told)}", action, payload | {"timestamp": text_of(at(hour))}]
        told.append(Frame("CP1", at(hour), "in", json.dumps(message), "A", "ocpp1.6"))

    def status(hour, word, socket=1):
        say(hour, "StatusNotification", connectorId=socket, status=word, errorCode="NoError")

    told.append(Frame("CP1", at(-1), "ws", '["open", "A"]', "A", "ocpp1.6"))
    say(-1, "BootNotification", chargePointVendor="V", chargePointModel="M")
    status(-1, "Available")
    for day in range(3):
        start, name = 24 * day, f"{day}"
        say(start, "StartTransaction", connectorId=1, idTag="T", meterStart=1000 * day)
        answer = [3, f"m{len(told) - 1}", {"transactionId": int(name), "idTagInfo": {"status": "Accepted"}}]
        told.append(Frame("CP1", at(start), "out", json.dumps(answer), "A", "ocpp1.6"))
        say(start + 1, "StopTransaction", transactionId=int(name), meterStop=1000 * day + 900, reason="Local")
        status(start + 1, "Available")
        say(start + 12, "Heartbeat")
    status(70, "Unavailable", socket=0)
    return told


@pytest.fixture(scope="module")
def store():
    made = open_store(":memory:")
    desk = Desk(made, lambda name: Profile(id=name, policy=Policy(silence_detection=False)), lambda: NOW)
    desk.store.append(sorted(frames(), key=lambda frame: frame.received_at))
    projector_of(desk).refresh("CP1")
    yield made
    made.close()


@pytest.fixture
def history(store):
    def of(at=NOW, name="CP1", **how):
        known = Histories(store, lambda name: Profile(id=name, policy=Policy(silence_detection=False)), **how)
        return known.of(name, at)

    return of


def test_the_stored_part_ends_where_the_computed_one_begins(history):
    one = history()
    assert at(25) < one.stored_until <= NOW
    assert one.stored_part(Span(at(0), at(1))) == Span(at(0), at(1))
    assert one.stored_part(Span(at(0), NEVER)) == Span(at(0), one.stored_until)
    assert one.stored_part(Span(one.stored_until, NEVER)) is None
    assert (one.sockets, one.commissioned_on, one.is_present) == ([1], date(2026, 11, 20), True)


@pytest.mark.parametrize(
    ("start", "end", "days"),
    [(-5, 0, []), (-5, 0.0001, [0]), (1, 2, [0]), (1.0001, 24, []), (0.5, 24.5, [0, 1]), (-9, 99, [0, 1, 2])],
)
def test_sessions_of_a_span_are_told_wherever_they_are_kept(history, start, end, days):
    found = history().sessions(Span(at(start), at(end)))
    assert [(session.start - T0) // HOUR for session in found] == [24 * day for day in days]


def test_a_session_is_found_by_its_key(history):
    one = history()
    for session in one.sessions(EVER):
        assert one.session(session.key) == session
    (first, *_) = one.sessions(EVER)
    for key in (
        "",
        "x",
        "-",
        "no/such",
        f"{first.key}x",
        f"{at(1)}/1/T/0",
        "9" * 18,
        "9" * 19,
        f"-{'9' * 18}",
    ):
        assert one.session(key) is None, key


def test_facts_of_a_span_are_told_by_time_each_once(history):
    one = history()
    whole = one.facts(EVER)
    assert [fact.at for fact in whole] == sorted(fact.at for fact in whole)
    for seam in (at(1), one.stored_until - 1, one.stored_until, one.stored_until + 1, at(49), at(70)):
        assert one.facts(Span(BEGINNING, seam)) + one.facts(Span(seam, NEVER)) == whole
    assert {fact.at for fact in one.facts(Span(at(24), at(25)))} == {at(24)}


def test_boots_and_what_connector_0_said_are_told_with_the_last_of_each_before(history):
    one = history()
    assert isinstance(one.turns(Span(at(20), at(30)))[0], Booted)
    assert [(fact.at - T0) // HOUR for fact in one.turns(Span(at(70), NEVER))] == [-1, 70]


def test_states_of_a_span_are_told_uncut(history):
    one = history()
    found = one.states(Span(at(0.5), at(24.5)))
    assert [((start - T0) / HOUR, (end - T0) / HOUR, state) for start, end, state in found[1]] == [
        (0, 1, "charging"),
        (1, 24, "available"),
        (24, 25, "charging"),
    ]
    assert one.states(Span(at(-9), at(-8))) == {}
    *_, (start, end, state) = one.states(Span(at(79), NOW))[1]
    assert (start < at(79), end, state) == (True, NOW, "available")


def test_without_a_checkpoint_all_is_computed(history):
    early = history(at(0.5))
    assert (early.checkpoint, early.stored_until, early.sockets) == (None, BEGINNING, [1])
    assert early.stored_part(EVER) is None
    assert [session.end for session in early.sessions(EVER)] == [None]


def test_attempts_and_the_rest_of_a_span_are_told(history):
    one = history()
    assert [(attempt.start - T0) // HOUR for attempt in one.attempts(Span(at(0), at(48)))] == [0, 24]
    assert one.gaps(EVER) == one.orphans(EVER) == one.episodes(EVER) == one.no_energy(EVER) == []


def test_stored_states_are_told_one_at_a_time_cut_at_midnight_and_at_the_end(history):
    one = history()
    found = one.stored_states(Span(at(0.5), at(24.5)))
    assert [(socket, (start - T0) / HOUR, (end - T0) / HOUR) for socket, start, end, _ in found] == [
        (1, 0, 1),
        (1, 1, 14),
        (1, 14, 24),
        (1, 24, 24.5),
    ]


def test_an_earlier_instant_is_told_by_what_was_known_then_or_by_all_that_is_known(history):
    then = history(at(24.5))
    assert not then.is_present
    assert [session.end is None for session in then.sessions(EVER)] == [False, True]
    now = history()
    assert now.as_of(at(24.5)).at == at(24.5)
    assert now.as_of(NOW) is now.as_of(NOW + 1) is now
    assert [session.end is None for session in now.as_of(at(24.5)).sessions(EVER)] == [False, True]


def test_a_charger_that_nobody_heard_is_unknown_unless_it_was_declared(history):
    with pytest.raises(UnknownChargerError) as raised:
        history(name="CP2")
    assert (raised.value.station, raised.value.similar) == ("CP2", ["CP1"])
    assert UnknownChargerError("garage-02", ["HALL", "GARAGE-01", "garage-01"]).similar == [
        "GARAGE-01",
        "garage-01",
    ]
    assert history(name="CP2", declared=["CP2"]).sessions(EVER) == []


def test_a_repeat_that_is_still_counted_is_known_although_a_checkpoint_stands_at_its_instant():
    with closing(open_store(":memory:")) as made:
        policy = Policy(silence_detection=False, clock_skew_max_s=3600)
        desk = Desk(made, lambda name: Profile(id=name, policy=policy), lambda: NOW)
        told = frames()
        again_at = at(78.75)
        for n, said_at in enumerate((again_at - 10 * SECOND, again_at)):
            payload = {"connectorId": 1, "status": "Unavailable", "errorCode": "NoError"}
            message = [2, f"r{n}", "StatusNotification", payload | {"timestamp": text_of(said_at)}]
            told.append(Frame("CP1", at(79.1) + n, "in", json.dumps(message), "A", "ocpp1.6"))
        desk.store.append(sorted(told, key=lambda frame: frame.received_at))
        projector_of(desk).refresh("CP1")
        history = Histories(made, desk.profile_of).of("CP1", at(79.1) + SECOND)
        assert history.checkpoint is not None
        assert history.checkpoint.at == again_at
        assert [fact.at for fact in history.tail.facts if isinstance(fact, StatusReported)] == [again_at]
