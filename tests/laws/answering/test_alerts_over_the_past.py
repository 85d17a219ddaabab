"""
Alerts: what a rule would have told over a past, by the back-test, is what it told when that was the present.

But for acknowledgements, and for rules about ourselves.
"""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lives import DAY, lives
from standing_desk import POLICIES

from chargeboard.alerts.rule import Kind, Rule
from chargeboard.domain.policy import Profile
from chargeboard.run.alerting.watch import Watch
from chargeboard.run.desk import Desk
from chargeboard.store import open_store
from chargeboard.time.instants import SECOND
from chargeboard.time.spans import Span

policies = st.sampled_from(POLICIES)
afters = st.sampled_from([None, 0, 60, 600, 7200])
quiets = st.sampled_from(["", "22:00-06:00", "12:30-13:10"])
repeats = st.sampled_from([0, 0, 3600, 86_400])


class Present:
    """A charger whose frames come as they came, and who watches it when somebody or the time speaks."""

    def __init__(self, policy, rule):
        self.now = 0
        self.store = open_store(":memory:")
        self.watch = Watch(self.store, self.profile_of, lambda: self.now, rules=[rule])
        self.desk = Desk(self.store, self.profile_of, lambda: self.now, watch=self.watch)
        self.policy = policy

    def profile_of(self, station):
        return Profile(id=station, policy=self.policy)

    def live(self, frames, span):
        """Whatever is said before the span is known; what is said in it comes as it comes."""
        frames = sorted(frames, key=lambda frame: frame.received_at)
        early = [frame for frame in frames if frame.received_at < span.start]
        late = [frame for frame in frames if frame.received_at >= span.start]
        self.hear(early, span.start)
        while True:
            heard_at = late[0].received_at + 1 if late else span.end
            self.now = at = min(heard_at, self.due())
            if at >= span.end:
                return
            some = [frame for frame in late if frame.received_at < at]
            late = late[len(some) :]
            self.hear(some, at)

    def hear(self, frames, at):
        self.now = at
        if frames:
            self.desk.take(frames)
            self.desk.refresh("CP1")
        else:
            self.desk.tell("CP1")
        while self.watch.work(self.desk.tell):
            pass

    def due(self):
        with self.store.database.reading() as connection:
            groups = [due for (due,) in connection.execute("select due from alert_group").fetchall()]
        return min([self.store.fleet_next_due(self.now), *groups])

    def told(self):
        return sorted(self.store.notices(10_000), key=lambda one: (one.at, one.id))


rules = st.fixed_dictionaries({"after_s": afters, "quiet": quiets, "repeat_s": repeats})


@pytest.mark.parametrize("kind", Kind)
@settings(max_examples=max(6, settings().max_examples // 10))
@given(frames=lives(), policy=policies, keys=rules, begin=st.floats(0, 1))
def test_what_would_have_been_told_is_what_was_told(kind, frames, policy, keys, begin):
    rule = Rule(name="r", kind=kind, **keys)
    first, last = (edge(frame.received_at for frame in frames) for edge in (min, max))
    span = Span(first + 1 + int((last - first) * begin), last + 3 * DAY * SECOND)
    present = Present(policy, rule)
    try:
        present.live(frames, span)
        present.now = span.end
        found = present.desk.past().told(rule, span)
        assert list(found.notices) == present.told()
    finally:
        present.store.close()
