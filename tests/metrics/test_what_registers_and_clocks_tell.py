"""What flowed between sessions, how far a clock is off, how often the link came up: as the board sees it."""

import json
from datetime import UTC, datetime

import pytest

from chargeboard.documents.insights import insight_document
from chargeboard.domain.frame import Frame
from chargeboard.domain.policy import Policy, Profile, Retention
from chargeboard.guidance.saying import clock_of
from chargeboard.run.desk import Desk
from chargeboard.store import open_store
from chargeboard.time.instants import HOUR, MINUTE, SECOND, instant_of
from projecting import projector_of

DAY = 24 * HOUR
T0 = instant_of(datetime(2025, 10, 13, 6, tzinfo=UTC))


def stamp(at):
    return f"{datetime.fromtimestamp(at / SECOND, UTC):%Y-%m-%dT%H:%M:%SZ}"


class Charger:
    """A charger whose clock may be off."""

    def __init__(self, clock_off=0):
        self.frames, self.off, self.n = [], clock_off, 0

    def say(self, at, action, payload, answer=None):
        self.n += 1
        self.frames.append(Frame("CP1", at, "in", json.dumps([2, str(self.n), action, payload]), "A"))
        if answer is not None:
            self.frames.append(Frame("CP1", at, "out", json.dumps([3, str(self.n), answer]), "A"))

    def status(self, at, status, stated=None):
        stated = stamp(at - self.off if stated is None else stated)
        said = {"connectorId": 1, "errorCode": "NoError", "status": status, "timestamp": stated}
        self.say(at, "StatusNotification", said)

    def session(self, number, at, begin_wh, end_wh, socket=1):
        start = {"connectorId": socket, "idTag": "T", "meterStart": begin_wh, "timestamp": stamp(at)}
        self.say(
            at, "StartTransaction", start, {"transactionId": number, "idTagInfo": {"status": "Accepted"}}
        )
        stop = {"transactionId": number, "meterStop": end_wh, "timestamp": stamp(at + HOUR)}
        self.say(at + HOUR, "StopTransaction", stop)

    def turn(self, at, what, connection):
        self.frames.append(Frame("CP1", at, "ws", json.dumps([what, connection]), connection))


@pytest.fixture
def insights():
    def asked(charger, at, policy=Policy(silence_detection=False), parts=1, keeps=Retention()):  # noqa: B008 - frozen
        store = open_store(":memory:")
        desk = Desk(store, lambda station: Profile(id=station, policy=policy), lambda: at)
        frames = sorted(charger.frames, key=lambda frame: frame.received_at)
        for n in range(parts):
            desk.store.append(frames[n * len(frames) // parts : (n + 1) * len(frames) // parts])
            projector_of(desk).refresh("CP1")
        while projector_of(desk, retention=keeps).let_go("CP1"):
            pass
        board = desk.board("CP1", at=at)
        store.close()
        clock = clock_of(board)
        return {one.id: insight_document(one, clock) for one in reversed(board.insights)}

    return asked


@pytest.mark.parametrize("parts", [1, 5])
def test_energy_between_sessions_is_told_however_often_conclusions_were_kept(insights, parts):
    """Source: definitions Q17, I21a."""
    charger = Charger()
    # 10 kWh each; the register gains 300 Wh before the second and 500 Wh before the fourth: 0.8 of 40 kWh
    for number, begin_wh in enumerate([1_000, 11_300, 21_300, 31_800]):
        charger.session(number + 1, T0 + number * 10 * HOUR, begin_wh, begin_wh + 10_000)
    told = insights(charger, T0 + 60 * HOUR, parts=parts)["I21"]
    assert told.numbers["unaccounted_wh"] == 800
    assert "0.8 kWh (2%) flowed outside any session" in told.text


def test_sessions_that_are_no_longer_kept_had_their_energy_all_the_same(insights):
    charger = Charger()
    # 10 kWh each, of which the first two are let go; the register gains 500 Wh before the last
    for number, begin_wh in enumerate([1_000, 11_000, 21_000, 31_500]):
        charger.session(number + 1, T0 + number * 5 * DAY, begin_wh, begin_wh + 10_000)
    charger.status(T0 + 19 * DAY, "Available")
    keeps = Retention(evidence_days=7, sessions_days=9)
    told = insights(charger, T0 + 20 * DAY, keeps=keeps)["I21"]
    assert "0.5 kWh (1.2%) flowed outside any session" in told.text


@pytest.mark.parametrize("parts", [1, 3])
@pytest.mark.parametrize("socket", [1, 2])
def test_energy_that_no_session_has_at_all_is_told(insights, socket, parts):
    charger = Charger()
    # the register stands still in each session and gains 7 kWh before the next one (Fronius)
    for number, wh in enumerate([100_000, 107_000, 114_000]):
        charger.session(number + 1, T0 + number * 2 * HOUR, wh, wh, socket=socket)
    told = insights(charger, T0 + 24 * HOUR, parts=parts)["I21"]
    assert "14.0 kWh (100%) flowed outside any session" in told.text


@pytest.mark.parametrize(
    ("begins_wh", "why"),
    [
        ((1_000, 11_000, 21_000), "the register goes on where it stood"),
        ((1_000, 10_990, 20_980), "a stop a few Wh above the next start is clamped at 0 (Q17)"),
        ((0, 0, 0), "registers that begin anew with each session"),
        ((1_000, 99_000_000, 99_010_000), "99 MWh in 9 hours are an exchanged meter"),
    ],
)
def test_no_energy_is_made_up(insights, begins_wh, why):
    charger = Charger()
    for number, begin_wh in enumerate(begins_wh):
        charger.session(number + 1, T0 + number * 10 * HOUR, begin_wh, begin_wh + 10_000)
    assert "I21" not in insights(charger, T0 + 48 * HOUR), why


def test_each_socket_has_its_own_register(insights):
    charger = Charger()
    charger.session(1, T0, 0, 10_000, socket=1)
    charger.session(2, T0 + 2 * HOUR, 50_000, 60_000, socket=2)
    assert "I21" not in insights(charger, T0 + 48 * HOUR)


def test_a_clock_that_is_two_hours_behind_is_named(insights):
    charger = Charger(clock_off=2 * HOUR)
    for n in range(6):
        charger.status(T0 + n * 10 * MINUTE, "Unavailable" if n % 2 else "Available")
    told = insights(charger, T0 + 2 * HOUR)["I20"]
    assert (told.numbers["offset_s"], told.numbers["since"]) == (7200, stamp(T0))
    assert "2 h 0 min behind, since" in told.text


def test_one_stale_stamp_among_good_ones_is_no_offset(insights):
    charger = Charger(clock_off=2 * SECOND)
    for n in range(8):
        stated = T0 - 24 * HOUR if n == 3 else None
        charger.status(T0 + n * 10 * MINUTE, "Unavailable" if n % 2 else "Available", stated)
    told = insights(charger, T0 + 2 * HOUR)["I20"]
    assert told.numbers["offset_s"] is None
    assert "could not be believed" in told.text
    assert told.severity == "info", "it is mended, and the clock is right"


def test_breaks_within_the_grace_are_reconnects(insights):
    charger = Charger()
    for n in range(7):
        charger.turn(T0 + n * 5 * MINUTE, "open", f"c{n}")
        charger.turn(T0 + n * 5 * MINUTE + 4 * MINUTE + 30 * SECOND, "close", f"c{n}")
    charger.turn(T0 + HOUR, "open", "last")
    charger.status(T0 + HOUR, "Available")
    told = insights(charger, T0 + 2 * HOUR)["I09"]
    assert "Connection flapping: 7 reconnects within an hour" in told.text


def test_a_reconnect_of_the_day_before_yesterday_is_past(insights):
    charger = Charger()
    for n in range(7):
        charger.turn(T0 + n * 5 * MINUTE, "open", f"c{n}")
        charger.turn(T0 + n * 5 * MINUTE + 4 * MINUTE + 30 * SECOND, "close", f"c{n}")
    charger.turn(T0 + 35 * MINUTE, "open", "last")
    charger.status(T0 + HOUR, "Available")
    assert "I09" not in insights(charger, T0 + 26 * HOUR)
