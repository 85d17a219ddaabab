"""Logs that nobody here wrote, cut, brought twice, retried, shifted: what must not change?"""

import json
import re
from datetime import UTC, date, datetime, timedelta
from itertools import chain
from random import Random

import msgspec
import pytest
from real_reader import Reader, instant

from chargeboard.domain.policy import Policy
from chargeboard.time.instants import HOUR, SECOND, text_of
from chargeboard.time.spans import Span
from projecting import projector_of

LOGS = ("ocpp-logs/kwwhat/ocpp_1_6_synthetic_logs_14d.csv", "recorded/*.jsonl")
STAMP = re.compile(r"20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z")
WEEK = 7 * 24 * HOUR


@pytest.fixture(scope="module", params=LOGS, ids=["kwwhat", "recorded"])
def frames(shared, tmp_path_factory, request):
    """The frames of a log, by charger."""
    one = Reader(tmp_path_factory.mktemp("log"))
    one.read(*sorted(shared.glob(request.param)))
    found = {}
    for station in projector_of(one.desk).heard():
        stored = chain.from_iterable(one.store.frames_after(station, -1, -1))
        found[station] = [each.frame for each in stored]
    one.store.close()
    assert sum(map(len, found.values())) > 150
    return found


@pytest.fixture
def told(tmp_path):
    """The boards that parts of a log lead to, taken in one after the other."""

    def boards(parts, policy=None):
        one = Reader(tmp_path)
        for part in parts:
            for station, some in part.items():
                one.policies[station] = policy or Policy()
                one.store.begin_delivery()
                one.take(some)
        found = {station: seen(one, station) for station in projector_of(one.desk).heard()}
        one.store.close()
        return found

    return boards


def seen_at(one, station, at):
    day = datetime.fromtimestamp(at / SECOND, tz=UTC).date()
    window = (day - timedelta(days=16), day + timedelta(days=1))
    timeline = Span(at - 20 * 24 * HOUR, at)
    return json.loads(one.desk.board_json(station, at=at, window=window, timeline=timeline))


def seen(one, station):
    """Two boards: a minute after the last frame, and in the middle of the log."""
    first, last = one.store.progress(station).first_fact_at, one.store.progress(station).received_at
    return [seen_at(one, station, at) for at in (last + 60 * SECOND, (first + last) // 2)]


def halves(frames, share):
    cut = {station: int(len(some) * share) for station, some in frames.items()}
    return (
        {station: some[: cut[station]] for station, some in frames.items()},
        {station: some[cut[station] :] for station, some in frames.items()},
    )


def test_the_board_of_any_moment_is_made_of_what_had_been_received_by_then(frames, tmp_path):
    whole = Reader(tmp_path)
    random = Random(16)
    for station, some in frames.items():
        whole.take(some)
        for moment in random.sample(some, 4):
            at = moment.received_at + random.choice([0, 1, 20, 400, 4000]) * SECOND
            then = Reader(tmp_path)
            then.take([one for one in some if one.received_at <= at])
            assert seen_at(whole, station, at) == seen_at(then, station, at), (station, at)
            then.store.close()
    whole.store.close()


@pytest.mark.parametrize("share", [0.137, 0.5, 0.931])
def test_a_log_that_is_taken_in_two_parts_is_the_log(frames, told, share):
    first, second = halves(frames, share)
    assert told([first, second]) == told([frames])


def test_parts_that_come_in_the_wrong_order_are_the_log(frames, told):
    first, second = halves(frames, 0.4)
    assert told([second, first]) == told([frames])


def test_frames_that_are_brought_again_change_nothing(frames, told):
    # a charger's own identical retry at the very same instant counts by its place in the source,
    # so only whole sources are brought again
    assert told([frames, frames]) == told([frames])


def test_a_policy_that_is_changed_and_changed_back_leaves_no_trace(frames, tmp_path):
    one = Reader(tmp_path)
    for some in frames.values():
        one.take(some)
    before = {station: seen(one, station) for station in frames}
    other = Policy(
        timezone="Pacific/Chatham", offline_k=1, heartbeat_interval_s=60, min_success_energy_wh=2_000
    )
    for policy in (other, Policy()):
        for station in frames:
            one.policies[station] = policy
            projector_of(one.desk).refresh(station)
        if policy == other:
            assert {station: seen(one, station) for station in frames} != before
    assert {station: seen(one, station) for station in frames} == before
    one.store.close()


def test_a_log_of_a_week_later_gives_the_figures_of_a_week_later(frames, told):
    def later(text):
        return STAMP.sub(lambda match: _shifted(match[0], WEEK), text)

    moved = {
        station: [
            msgspec.structs.replace(one, received_at=one.received_at + WEEK, text=later(one.text))
            for one in some
        ]
        for station, some in frames.items()
    }
    plain, shifted = told([frames]), told([moved])
    for station, boards in plain.items():
        assert [_moved(board) for board in boards] == [_keyless(board) for board in shifted[station]]


def test_calls_that_are_sent_again_under_a_new_id_add_nothing(frames, told):
    """S1, A6, Q06, Q07: retries of starts, stops and events, five seconds later and answered alike."""
    again = {
        station: sorted(_retried(some), key=lambda one: one.received_at) for station, some in frames.items()
    }
    assert sum(map(len, again.values())) > sum(map(len, frames.values()))
    plain, twice = told([frames]), told([again])
    for station, boards in plain.items():
        for one, other in zip(boards[:1], twice[station][:1], strict=True):
            for key in ("sessions", "energy_per_day_wh", "sessions_per_day", "success"):
                assert _bare(one[key]) == _bare(other[key]), (station, key)


def test_a_clock_that_is_an_hour_behind_changes_no_length_and_no_energy(frames, told):
    def earlier(one):
        text = (
            STAMP.sub(lambda match: _shifted(match[0], -HOUR), one.text)
            if one.direction == "in"
            else one.text
        )
        return msgspec.structs.replace(one, text=text)

    behind = {station: [earlier(one) for one in some] for station, some in frames.items()}
    plain, late = told([frames]), told([behind])
    for station, boards in plain.items():
        lengths = [(row["duration_s"], row["energy_wh"]) for row in boards[0]["sessions"]]
        assert [(row["duration_s"], row["energy_wh"]) for row in late[station][0]["sessions"]] == lengths


def _shifted(stamp, micros):
    moment = datetime.fromisoformat(stamp) + timedelta(microseconds=micros)
    return moment.isoformat().replace("+00:00", "Z")


_DAY = re.compile(r"20\d\d-\d\d-\d\d")


def _keyless(value):
    """Without what is made of instants themselves, or said in words."""
    if isinstance(value, dict):
        return {key: _keyless(one) for key, one in value.items() if key not in {"key", "insights", "numbers"}}
    return [_keyless(one) for one in value] if isinstance(value, list | tuple) else value


def _moved(value):
    """The same board a week later."""
    if isinstance(value, dict):
        return {
            _moved(key): _moved(one)
            for key, one in value.items()
            if key not in {"key", "insights", "numbers"}
        }
    if isinstance(value, list | tuple):
        return [_moved(one) for one in value]
    if isinstance(value, str) and STAMP.fullmatch(value):
        return text_of(instant(value) + WEEK)
    if isinstance(value, str) and _DAY.fullmatch(value):
        return (date.fromisoformat(value) + timedelta(days=7)).isoformat()
    return value


def _retried(frames):
    answers = {}
    for one in frames:
        message = _read(one)
        if one.direction == "out" and message and message[0] == 3:
            answers[message[1]] = message[2]
    random = Random(7)
    for one in frames:
        yield one
        message = _read(one)
        if (
            one.direction == "in"
            and message
            and message[0] == 2
            and message[2] in {"StartTransaction", "StopTransaction", "TransactionEvent"}
            and random.random() < 0.5
        ):
            at = one.received_at + 5 * SECOND
            yield msgspec.structs.replace(
                one, received_at=at, text=json.dumps([2, f"again-{message[1]}", *message[2:]])
            )
            if message[1] in answers:
                answer = json.dumps([3, f"again-{message[1]}", answers[message[1]]])
                yield msgspec.structs.replace(one, received_at=at + 1, direction="out", text=answer)


def _read(frame):
    try:
        message = json.loads(frame.text)
    except ValueError:
        return None
    return message if isinstance(message, list) and frame.direction != "ws" else None


def _bare(value):
    if isinstance(value, dict):
        return {key: _bare(one) for key, one in value.items() if key not in {"flags", "why"}}
    return [_bare(one) for one in value] if isinstance(value, list | tuple) else value
