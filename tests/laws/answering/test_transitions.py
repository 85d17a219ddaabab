"""
Transitions: what a charger's page tells at one instant and the transitions up to another give what the page
tells then; and before the least instant that is due nothing changes, as long as nothing is said.
"""

from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st
from lives import DAY, HOUR, MINUTE, Charger16, lives
from standing_desk import POLICIES

from chargeboard.domain.policy import Profile
from chargeboard.domain.transitions import Kind, Subject
from chargeboard.guidance.found import spoken
from chargeboard.run.desk import Desk
from chargeboard.store import open_store
from chargeboard.time.instants import SECOND
from projecting import projector_of

policies = st.sampled_from(POLICIES)
steps = st.lists(
    st.one_of(
        st.integers(1, 40 * MINUTE),
        st.sampled_from([30, 60, 300, 10 * MINUTE, HOUR, 5 * HOUR, DAY, 2 * DAY]),
    ),
    min_size=1,
    max_size=5,
)


class Life:
    """A desk that is given the frames of a charger little by little, by a clock that is moved by hand."""

    def __init__(self, policy, frames):
        self.frames = list(frames)
        self.now = self.frames[0].received_at + 1
        self.store = open_store(":memory:")
        self.desk = Desk(self.store, lambda station: Profile(id=station, policy=policy), lambda: self.now)
        self.live_until(self.now)

    def live_until(self, at):
        """Whatever is said before that instant is said."""
        self.now = at
        due = [frame for frame in self.frames if frame.received_at < at]
        self.frames = self.frames[len(due) :]
        self.desk.store.append(due)
        projector_of(self.desk).refresh("CP1")

    def changed(self, since, before):
        return self.desk.changed("CP1", since, before)

    def page(self):
        return self.desk.board("CP1", at=self.now)

    def told(self):
        """What the page tells of all that transitions are about."""
        page = self.page()
        told = {Subject(Kind.SOCKET, one.socket): one.state for one in page.now if one.since is not None}
        for row in page.errors:
            if row.active:
                name = f"{row.code}/{row.vendor_code}" if row.vendor_code else row.code
                told[Subject(Kind.ERROR, row.socket, name)] = row.severity
        return told | spoken(page.insights), page.charger.is_online


def after(told, transitions):
    """What is told after transitions; each begins where the one before it ended."""
    told = dict(told)
    for one in transitions:
        assert told.pop(one.subject, None) == one.before
        assert one.before != one.after
        if one.after is not None:
            told[one.subject] = one.after
    return told


def without_the_link(told):
    return {subject: state for subject, state in told.items() if subject.kind is not Kind.LINK}


@given(lives(), policies, steps)
def test_what_was_told_and_the_transitions_since_give_what_is_told(frames, policy, later):
    life = Life(policy, frames)
    try:
        told = life.changed(life.now, {}).told
        end = max(frame.received_at for frame in frames) + 3 * DAY * SECOND
        while life.now < end:
            for step in later:
                since = life.now
                life.live_until(since + step * SECOND + 1)
                look = life.changed(since, told)
                told = after(told, look.transitions)
                assert told == look.told
                page, is_online = life.told()
                assert without_the_link(told) == page
                assert (told[Subject(Kind.LINK)] == "offline") == (is_online is False)
                assert all(one.at < one.known_at == life.now for one in look.transitions)
            later = [later[0] * 7 + 1000]
    finally:
        life.store.close()


def begun():
    charger = Charger16()
    charger.link("open")
    charger.boot()
    charger.status(1, 0, 0)
    charger.now += 100 * SECOND
    return charger


def closes_its_link():
    charger = begun()
    charger.link("close")
    return charger.frames


def loses_a_stop():
    charger = begun()
    charger.start(1, "T1", 0)
    charger.now += 100 * SECOND
    charger.sample(1, 5000, 0)
    charger.now += 100 * SECOND
    charger.status(1, 0, 0)
    return charger.frames


def stays_broken():
    charger = begun()
    charger.status(1, 8, 3)
    return charger.frames


def gives_no_sign():
    charger = begun()
    charger.start(1, "T1", 0)
    charger.now += 100 * SECOND
    charger.sample(1, 500, 0)
    return charger.frames


@given(lives(), policies, st.floats(0, 1, exclude_max=True))
@example(closes_its_link(), POLICIES[1], 0.9)
@example(loses_a_stop(), POLICIES[1], 0.9)
@example(gives_no_sign(), POLICIES[1], 0.9)
@example(stays_broken(), POLICIES[1], 0.9)
def test_before_the_least_instant_that_is_due_nothing_changes(frames, policy, share):
    life = Life(policy, frames)
    try:
        life.live_until(max(frame.received_at for frame in frames) + 1)
        for _ in range(6):
            since = life.now
            look = life.changed(since, {})
            due = look.dues
            assert due == sorted(due)
            for at in (since + int((due[0].at - since) * share), due[0].at - 1):
                life.now = at
                assert life.changed(since, look.told).transitions == []
            life.now = due[0].at
    finally:
        life.store.close()
