"""What was concluded at an instant, as it is a little later; and what changed meanwhile."""

from types import SimpleNamespace

from chargeboard.domain.codes import GapKind
from chargeboard.domain.conclusions import Conclusions, Episode, Gap, Segment
from chargeboard.domain.transitions import Kind, Subject
from chargeboard.history.changes import changes_since
from chargeboard.history.tail import Tail
from chargeboard.metrics.carry import Carry
from chargeboard.metrics.conclude import Found, prolonged
from chargeboard.time.instants import NEVER
from chargeboard.time.series import Series


def concluded(*segments):
    return Found(Conclusions(segments=list(segments), gaps=[Gap(1, None, GapKind.CLOSED)]), {1: 5}, {})


def test_states_that_lasted_go_on_and_all_else_stays():
    told = concluded(
        Segment(1, 1, 5, "available"), Segment(1, 5, 11, "charging"), Segment(2, 1, 10, "faulted")
    )
    later = prolonged(told, 11, 15)
    assert later.conclusions.segments == [
        Segment(1, 1, 5, "available"),
        Segment(1, 5, 15, "charging"),
        Segment(2, 1, 10, "faulted"),
    ]
    assert (later.conclusions.gaps, later.sockets) == (told.conclusions.gaps, told.sockets)
    assert told.conclusions.segments[1].end == 11


def test_a_tail_is_itself_at_its_own_instant():
    tail = Tail(1, 1, concluded(Segment(1, 5, 11, "charging")), Carry(), 9, "ocpp1.6", list)
    assert tail.prolonged(11, 11) is tail
    assert tail.prolonged(11, 15).found.conclusions.segments == [Segment(1, 5, 15, "charging")]
    assert tail.ahead == NEVER


def history(at, *, states=(), gaps=(), episodes=(), first_at=1):
    """It notes which span was asked for."""
    asked = []

    def of(told):
        return lambda span: asked.append((span.start, span.end)) or told

    return SimpleNamespace(
        at=at,
        carry=Carry(first_at=first_at),
        states=of({1: Series(states)} if states else {}),
        gaps=of(list(gaps)),
        episodes=of(list(episodes)),
        asked=asked,
    )


SOCKET, LINK = Subject(Kind.SOCKET, 1), Subject(Kind.LINK)
ERROR, RULE = Subject(Kind.ERROR, 2, "E"), Subject(Kind.RULE, 0, "I08")


def test_what_changed_since_is_told_of_sockets_the_link_errors_and_rules():
    error = Episode(socket=2, code="E", vendor_code=None, severity="fault", start=13, last_seen=13, end=None)
    known = history(
        21,
        states=[(1, 15, "available"), (15, 21, "charging")],
        gaps=[Gap(17, None, GapKind.CLOSED)],
        episodes=[error],
    )
    before = {SOCKET: "available", LINK: "connected"}
    changes, told = changes_since(known, 11, before, {RULE: "critical"})
    assert [(change.at, change.subject, change.before, change.after) for change in changes] == [
        (13, ERROR, None, "fault"),
        (15, SOCKET, "available", "charging"),
        (17, LINK, "connected", "offline"),
        (20, RULE, None, "critical"),
    ]
    assert told == {SOCKET: "charging", LINK: "offline", ERROR: "fault", RULE: "critical"}
    assert set(known.asked) == {(10, 21)}


def test_where_nothing_changed_the_same_is_told():
    known = history(21, states=[(1, 21, "available")])
    before = {SOCKET: "available", LINK: "connected", RULE: "warning"}
    assert changes_since(known, 11, before, {RULE: "warning"}) == ([], before)
    assert (
        changes_since(history(21, states=[(1, 21, "available")], first_at=10), 11, before, {RULE: "warning"})[
            0
        ]
        == []
    )
