"""Tiling, Halves, Sign, Conservation, Settled, Arrival, Twice: what holds for whatever was concluded."""

from __future__ import annotations

import json
from collections import defaultdict
from decimal import Decimal
from itertools import pairwise

import msgspec
from hypothesis import given
from hypothesis import strategies as st
from lives import DAY, HOUR, end_of, lives
from standing_desk import POLICIES

from chargeboard.domain.conclusions import IN_USE
from chargeboard.domain.frame import Frame
from chargeboard.fold import pending
from chargeboard.metrics.carry import Carry
from chargeboard.metrics.conclude import conclude
from chargeboard.metrics.days.day_book import DayBook
from chargeboard.metrics.timeline.socket_states import states_of
from chargeboard.pipeline import restore, step
from chargeboard.time.days import dates, day_of, day_span
from chargeboard.time.instants import SECOND
from chargeboard.time.spans import Span, overlap

policies = st.sampled_from(POLICIES)
waits = st.sampled_from([0, 1, 61, 301, HOUR, DAY, 3 * DAY])


def evidence(frames, policy):
    """All facts in order of occurrence, and when the charger was last heard."""
    state = restore(b"")
    facts = [fact for frame in frames for fact in step(state, frame, policy)]
    facts += pending(state.memory)
    return sorted(facts, key=lambda fact: (fact.at, fact.received_at)), state.memory.links.heard_at


def concluded(frames, policy, now):
    facts, heard_at = evidence(frames, policy)
    facts = [fact for fact in facts if fact.at <= now]
    return conclude(
        facts,
        Carry(),
        start=min(fact.at for fact in facts),
        now=now,
        heard_at=heard_at,
        zone=policy.timezone,
        policy=policy,
    )


def by_socket(found):
    rows = defaultdict(list)
    for segment in found.conclusions.segments:
        rows[segment.socket].append(segment)
    return rows


@given(lives(), policies, waits)
def test_a_timeline_has_no_gap_no_overlap_and_no_equal_neighbours(frames, policy, wait):
    now = frames[-1].received_at + wait * SECOND
    found = concluded(frames, policy, now)
    rows = by_socket(found)
    assert rows.keys() == {socket for socket, since in found.sockets.items() if since < now}
    for socket, segments in rows.items():
        assert segments[0].start == found.sockets[socket]
        assert segments[-1].end == now
        for one, following in pairwise(segments):
            assert one.end == following.start
            assert one.state != following.state
        assert all(one.start < one.end for one in segments)


@given(lives(), policies, waits)
def test_no_clock_and_no_meter_makes_anything_negative(frames, policy, wait):
    now = frames[-1].received_at + wait * SECOND
    found = concluded(frames, policy, now).conclusions
    for session in found.sessions:
        assert session.end is None or session.start <= session.end
        assert session.energy_wh is None or session.energy_wh >= 0
        for one, following in pairwise(session.readings):
            assert one.at <= following.at
            assert one.energy_wh <= following.energy_wh
        if session.readings:
            assert session.readings[0].energy_wh == 0
            assert session.readings[-1].energy_wh == session.energy_wh
    for attempt in found.attempts:
        assert attempt.end is None or attempt.start <= attempt.end
    for gap in found.gaps:
        assert gap.end is None or gap.start <= gap.end
    for episode in found.episodes:
        assert episode.start <= episode.last_seen
        assert episode.end is None or episode.last_seen <= episode.end
        assert sum(episode.reports.values()) > 0


@given(lives(), policies, waits)
def test_energy_by_day_sums_to_energy_by_session_and_time_by_state_to_the_day(frames, policy, wait):
    now = frames[-1].received_at + wait * SECOND
    found = concluded(frames, policy, now)
    zone, sessions = policy.timezone, found.conclusions.sessions
    # a start that was refused may be dated before the first frame, and leaves an attempt and no session
    begun = [one.start for one in (*sessions, *found.conclusions.attempts)]
    first = day_of(min([*begun, frames[0].received_at]), zone)
    book = DayBook(
        found.conclusions,
        states_of(found.conclusions.segments),
        found.sockets,
        zone=zone,
        now=now,
        policy=policy,
    )
    days = [book.day(day) for day in dates(first, day_of(now + DAY * SECOND, zone))]
    known = [one.energy_wh for one in sessions if one.energy_wh is not None and one.counts_energy]
    assert abs(sum((day.energy_wh for day in days), Decimal(0)) - sum(known, Decimal(0))) < Decimal("1e-6")
    assert sum(day.sessions for day in days) == sum(one.is_completed for one in sessions)
    counted = [one for one in found.conclusions.attempts if one.outcome != "pending"]
    assert sum(n for day in days for out, n in day.outcomes.items() if out != "pending") == len(counted)
    for day in days:
        span = day_span(day.on, zone)
        for socket, states in day.states.items():
            since = max(span.start, found.sockets[socket])
            assert sum(states.values()) == max(0, min(span.end, now) - since)


@given(lives(), policies, st.integers(0, 100))
def test_time_in_use_of_two_halves_is_that_of_the_whole(frames, policy, part):
    now = end_of(frames)
    begin = frames[0].received_at
    middle = begin + (now - begin) * part // 100
    for segments in by_socket(concluded(frames, policy, now)).values():
        used = [Span(one.start, one.end) for one in segments if one.state in IN_USE]
        halves = overlap(used, Span(begin, middle)) + overlap(used, Span(middle, now))
        assert halves == overlap(used, Span(begin, now))


@given(lives(), policies, waits, waits)
def test_what_has_settled_stays_whatever_time_passes(frames, policy, wait, more):
    now = frames[-1].received_at + wait * SECOND
    early = concluded(frames, policy, now).conclusions
    late = concluded(frames, policy, now + more * SECOND).conclusions
    for kind in ("sessions", "attempts"):
        settled = [
            one for one in getattr(early, kind) if one.settles_at is not None and one.settles_at <= now
        ]
        assert [one for one in settled if one not in getattr(late, kind)] == []


QUEUED = {"StartTransaction", "StopTransaction", "MeterValues", "TransactionEvent"}


def exchanges(frames):
    """Each call with the answers to it; turns of links and noise are left out."""
    groups = {}
    for frame in frames:
        if frame.direction != "ws":
            groups.setdefault(json.loads(frame.text)[1], []).append(frame)
    return list(groups.values())


def moved(group, at):
    return [msgspec.structs.replace(frame, received_at=at) for frame in group]


def plain(sessions):
    """Sessions without what only tells how often and when something was heard."""
    return [
        msgspec.structs.replace(
            one,
            duplicate_starts=0,
            duplicate_stops=0,
            flags=tuple(flag for flag in one.flags if flag != "revised"),
            readings=tuple(dict.fromkeys(one.readings)),
            learned_at=None,
        )
        for one in sessions
    ]


@given(lives(links=False, mess=False), st.randoms(use_true_random=False))
def test_queued_messages_may_come_in_any_order(frames, random):
    policy = POLICIES[1]
    now = end_of(frames)
    groups = exchanges(frames)
    kept = [g for g in groups if json.loads(g[0].text)[2] not in QUEUED]
    late = [g for g in groups if json.loads(g[0].text)[2] in QUEUED]
    random.shuffle(late)
    last = frames[-1].received_at
    shuffled = [frame for g in kept for frame in g]
    for number, group in enumerate(late, 1):
        shuffled += moved(group, last + number * SECOND)
    one, other = concluded(frames, policy, now), concluded(shuffled, policy, now)
    assert plain(one.conclusions.sessions) == plain(other.conclusions.sessions)
    assert one.conclusions.segments == other.conclusions.segments


@given(lives(mess=False), policies, st.data())
def test_a_queued_message_heard_twice_is_heard_once(frames, policy, data):
    now = end_of(frames)
    repeated, number = [], 0
    for at, frame in enumerate(frames):
        repeated.append(frame)
        call = json.loads(frame.text)
        is_queued = frame.direction == "in" and call[0] == 2 and call[2] in QUEUED
        if is_queued and data.draw(st.booleans()):
            number += 1
            call[1] = f"again{number}"
            repeated.append(Frame(frame.station, frame.received_at, "in", json.dumps(call)))
            answer = json.loads(frames[at + 1].text)
            answer[1] = call[1]
            repeated.append(Frame(frame.station, frame.received_at, "out", json.dumps(answer)))
    one, other = concluded(frames, policy, now).conclusions, concluded(repeated, policy, now).conclusions
    assert plain(one.sessions) == plain(other.sessions)
    assert one.attempts == other.attempts
    assert one.segments == other.segments
