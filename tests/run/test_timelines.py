"""Is the timeline of stored rows that of the board, however it is cut, and the same when asked again?"""

import json

import pytest

from chargeboard.demo import TOWN
from chargeboard.demo.frames import told
from chargeboard.domain.frame import Frame
from chargeboard.domain.policy import Policy, Profile
from chargeboard.run.desk import Desk
from chargeboard.store import open_store
from chargeboard.time.instants import HOUR
from chargeboard.time.spans import Span
from projecting import projector_of
from strip_of import strip_of

NOW = 1_780_000_000_000_000
PLACE = TOWN[0]


AWAY = [(NOW - 19 * HOUR, NOW - 18 * HOUR), (NOW - 15 * HOUR, NOW - 14 * HOUR), (NOW - 2 * HOUR, NOW - HOUR)]
"""When our own server was, in one of the desks."""


@pytest.fixture(scope="module", params=[[], AWAY], ids=["always there", "away at times"])
def desk(request):
    store = open_store(":memory:")
    found = Desk(
        store, lambda station: Profile(id=station, policy=Policy(timezone=PLACE.timezone)), lambda: NOW
    )
    frames = []
    for frame in told(NOW, town=[PLACE]):
        if frame.received_at > NOW:
            break
        if not any(since <= frame.received_at < until for since, until in request.param):
            frames.append(frame)
    frames += [
        Frame(PLACE.id, until, "ws", json.dumps(["gap", since, until])) for since, until in request.param
    ]
    frames.sort(key=lambda frame: frame.received_at)
    store.begin_delivery()
    found.store.append(frames)
    projector_of(found).refresh(PLACE.id)
    yield found
    store.close()


@pytest.mark.parametrize("hours", [3, 24, 7 * 24, 29 * 24, 60 * 24])
@pytest.mark.parametrize("ago", [0, 30])
def test_a_strip_is_the_board_s_timeline(desk, hours, ago):
    span = Span(NOW - (hours + ago) * HOUR, NOW - ago * HOUR)
    board = desk.board(PLACE.id, timeline=span)
    for _ in range(2):
        strip = desk.seen(PLACE.id, lambda _zone, _at: span).strip
        same = strip_of(board)
        assert strip.held == same.held
        assert strip.link == same.link
        assert strip.marks == same.marks
        assert strip.idle == same.idle
        if hours < 48:
            assert strip.rows == same.rows


def test_a_long_strip_loses_no_time(desk):
    span = Span(NOW - 365 * 24 * HOUR, NOW)
    strip = desk.seen(PLACE.id, lambda _zone, _at: span).strip
    for socket, row in strip.rows.items():
        assert (row[0].start, row[-1].end) == (span.start, span.end)
        assert sum(time for piece in row for _, time in piece.held) == span.length
        assert sum(strip.held[socket].values()) == span.length
        assert len(row) <= 1001


@pytest.mark.parametrize(("days", "has_sessions"), [(39, True), (40, True), (40 + 1 / 24, False)])
def test_up_to_forty_days_a_piece_of_a_strip_leads_to_its_session(desk, days, has_sessions):
    span = Span(NOW - round(days * 24 * HOUR), NOW)
    assert bool(desk.seen(PLACE.id, lambda _zone, _at: span).strip.stays) is has_sessions
