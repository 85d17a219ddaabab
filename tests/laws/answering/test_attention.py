"""
Attention: what needs somebody is ordered, is there for a reason that holds now, and says what to do; and the
list of chargers tells the same as the page, whenever it is asked.
"""

from __future__ import annotations

from random import Random

from hypothesis import example, given
from hypothesis import strategies as st
from lives import BIRTH, DAY, HOUR, MINUTE, Charger2, Charger16, lives
from standing_desk import POLICIES

from chargeboard.domain.codes import Need, Weight
from chargeboard.domain.figures.board import Board, Insight
from chargeboard.domain.figures.fleet import FleetWanted
from chargeboard.domain.figures.needs import ALL_RIGHT, urgency, worst_first
from chargeboard.domain.policy import Profile
from chargeboard.run.desk import Desk
from chargeboard.store import open_store
from chargeboard.time.instants import SECOND
from projecting import projector_of

OUT_OF_SERVICE = {"faulted", "unavailable", "offline"}
CRITICISM = {"I03", "I04", "I05"}

steps = st.lists(
    st.one_of(
        st.integers(1, 40 * MINUTE),
        st.sampled_from([1, 60, 180, 299, 300, 301, 10 * MINUTE, 15 * MINUTE, 30 * MINUTE, HOUR]),
        st.sampled_from([4 * HOUR, 12 * HOUR, DAY, 2 * DAY, 7 * DAY]),
    ),
    min_size=1,
    max_size=6,
)
ENDS_WITH_ITS_CAUSE = {Need.SAFETY, Need.OUT_OF_SERVICE, Need.DRIVERS}
shares = st.floats(0, 1)
said = st.builds(
    Insight,
    id=st.sampled_from(["I03", "I08", "I22", ALL_RIGHT]),
    severity=st.sampled_from(Weight),
    code=st.sampled_from(["a", "b", "c"]),
    need=st.sampled_from(Need),
    since=st.sampled_from([None, BIRTH, BIRTH + HOUR * SECOND]),
)


class Watch:
    """A desk whose clock is moved by hand, and what its list and its page tell."""

    def __init__(self, policy, frames):
        self.now = frames[-1].received_at
        self.store = open_store(":memory:")
        self.desk = Desk(self.store, lambda station: Profile(id=station, policy=policy), lambda: self.now)
        self.desk.store.append(frames)
        projector_of(self.desk).refresh("CP1")

    def page(self) -> Board:
        """As one sees it who remembers nothing."""
        desk = Desk(self.store, self.desk.profile_of, lambda: self.now)
        return desk.board("CP1", at=self.now)

    def row(self):
        (row,) = self.desk.fleet(FleetWanted()).rows
        return row

    def close(self):
        self.store.close()


def on_the_page(board: Board):
    first = board.insights[0] if board.insights else None
    return (
        sum(1 for one in board.insights if one.need),
        _told(first),
        [(one.socket, one.state, one.since) for one in board.now],
        board.charger.is_online,
        # what is only history has nothing that is active, and nobody who charges
        0 if board.charger.is_history else sum(row.active for row in board.errors),
        0 if board.charger.is_history else board.ongoing.active_sessions,
    )


def on_the_list(row):
    return (
        row.attention,
        _told(row.worst_insight),
        [(one.socket, one.state, one.since) for one in row.sockets],
        row.is_online,
        row.active_errors,
        row.active_sessions,
    )


def _told(one):
    """What the list shows of it: nothing of what needs nobody, save that all is right."""
    if one is None or not (one.need or one.id == ALL_RIGHT):
        return None
    return (one.id, one.need, one.severity, one.code, one.action, one.since, one.numbers)


def broken_for_hours():
    charger = Charger16()
    charger.link("open")
    charger.boot()
    charger.status(1, 8, 3)
    return charger.frames


def waits_for_the_plug():
    charger = Charger16()
    charger.link("open")
    charger.boot()
    charger.status(1, 0, 0)
    for _ in range(3):
        charger.now += 400 * SECOND
        charger.authorize("T1", 0)
    return charger.frames


def runs_ahead():
    charger = Charger2(drift_s=299)
    charger.link("open")
    charger.boot()
    charger.status(1, 4, 0)
    return charger.frames


def breaks_its_silence():
    charger = Charger16()
    charger.link("open")
    charger.boot()
    charger.status(1, 0, 0)
    charger.now += 601 * SECOND
    charger.heartbeat()
    return charger.frames


@given(lives(), st.sampled_from(POLICIES), steps)
@example(breaks_its_silence(), POLICIES[0], [1])
@example(broken_for_hours(), POLICIES[1], [29 * MINUTE, 2 * MINUTE, 5 * HOUR])
@example(waits_for_the_plug(), POLICIES[1], [60, 240, 1])
@example(runs_ahead(), POLICIES[1], [200, 100, 31 * MINUTE])
def test_the_list_tells_the_same_as_the_page_at_any_instant(frames, policy, later):
    watch = Watch(policy, frames)
    try:
        for step in [0, *later]:
            watch.now += step * SECOND
            assert on_the_list(watch.row()) == on_the_page(watch.page())
    finally:
        watch.close()


AROUND = [0.033, 0.034, 0.097, 0.103, 0.248, 0.252, 0.795, 0.805, 0.92, 0.93]
"""Just before and behind where a rule changes its mind in `stands_still`."""


def stands_still():
    """Faulted for hours, then stuck, then a session that gives no energy, over two midnights and silence."""
    charger = Charger16()
    charger.link("open")
    charger.boot()
    for status, wait in ((8, 5 * HOUR), (1, 5 * HOUR), (0, HOUR), (5, 13 * HOUR), (7, 2 * HOUR), (0, 0)):
        charger.status(1, status, 0)
        charger.now += wait * SECOND
    charger.authorize("T1", 1)
    charger.start(1, "T1", 0)
    charger.now += 30 * HOUR * SECOND
    charger.heartbeat()
    return charger.frames


@given(
    lives(),
    st.sampled_from(POLICIES),
    st.lists(st.tuples(shares, st.lists(shares, max_size=2)), min_size=1, max_size=4),
)
@example(stands_still(), POLICIES[0], [(n / 20, AROUND) for n in range(1, 20)])
@example(stands_still(), POLICIES[1], [(n / 20, AROUND) for n in range(1, 20)])
def test_the_list_tells_the_same_as_the_page_between_any_two_messages(frames, policy, looks):
    watch = Watch(policy, frames[:1])
    taken = 1
    try:
        for share, parts in sorted(looks):
            upto = max(taken, round(share * len(frames)))
            if upto > taken:
                watch.now = max(watch.now, frames[upto - 1].received_at)
                watch.desk.store.append(frames[taken:upto])
                projector_of(watch.desk).refresh("CP1")
                taken = upto
            assert on_the_list(watch.row()) == on_the_page(watch.page())
            then = frames[upto].received_at if upto < len(frames) else watch.now + 2 * DAY * SECOND
            began = watch.now
            for part in sorted(parts):
                watch.now = max(watch.now, began + round(part * (then - began)))
                assert on_the_list(watch.row()) == on_the_page(watch.page())
    finally:
        watch.close()


@given(lives(), st.sampled_from(POLICIES), steps)
def test_what_needs_somebody_is_so_now_and_says_what_to_do(frames, policy, later):
    watch = Watch(policy, frames)
    try:
        for step in later:
            watch.now += step * SECOND
            board = watch.page()
            for one in board.insights:
                assert bool(one.need) == (one.severity in {"critical", "warning"})
                assert one.action or not one.need
                assert one.since is None or one.since <= watch.now
                if one.need in ENDS_WITH_ITS_CAUSE:
                    assert _holds(one, board), one
    finally:
        watch.close()


def _holds(one: Insight, board: Board) -> bool:
    """Whether what an insight is about is so at the instant of the board."""
    states = {now.socket: now.state for now in board.now}
    socket = one.numbers.get("socket")
    match one.id:
        case "I08" | "I22":
            active = any(row.active and row.socket == socket for row in board.errors)
            return active or states.get(socket) == "faulted"
        case "I09":
            return board.charger.is_online is False
        case "I18" | "I19" if one.panel == "ongoing":
            return any(session.socket == socket for session in board.ongoing.sessions)
        case "I18" | "I23":
            return states[socket] == one.numbers.get("state", "unavailable")
        case _:
            return one.id in {"I03", "I05"}


@given(lives(), st.sampled_from(POLICIES), steps)
def test_of_one_figure_either_good_or_bad_is_said_and_all_right_means_that_nothing_is_wrong(
    frames, policy, later
):
    watch = Watch(policy, frames)
    try:
        for step in later:
            watch.now += step * SECOND
            board = watch.page()
            ids = {one.id for one in board.insights}
            assert not (ids & {"I01", "I02"} and ids & CRITICISM)
            if ALL_RIGHT in ids:
                assert not any(one.need for one in board.insights)
                assert not any(one.state in OUT_OF_SERVICE for one in board.now)
                assert not any(row.active for row in board.errors)
                assert board.charger.is_online
    finally:
        watch.close()


@given(st.lists(said, max_size=12), st.randoms(use_true_random=False))
def test_the_order_is_the_same_whatever_order_it_was_found_in(found: list[Insight], chance: Random):
    ordered = worst_first(found)
    mixed = [*found]
    chance.shuffle(mixed)
    assert worst_first(mixed) == ordered
    assert worst_first(ordered) == ordered
    ranks = [urgency(one.need) for one in ordered]
    assert ranks == sorted(ranks, reverse=True)
    calm = [one for one in ordered if not one.need]
    assert [one.id == ALL_RIGHT for one in calm] == sorted(
        (one.id == ALL_RIGHT for one in calm), reverse=True
    )
