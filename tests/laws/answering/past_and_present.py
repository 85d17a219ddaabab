"""Chargers whose frames come as they came, and who watches them when somebody or the time speaks."""

from __future__ import annotations

from chargeboard.domain.policy import Profile
from chargeboard.run.alerting.watch import Watch
from chargeboard.run.desk import Desk
from chargeboard.store import open_store
from projecting import projector_of


class Present:
    """`said`: what settings say of each charger besides its policy."""

    def __init__(self, policy, rule, said=None):
        self.now = 0
        self.store = open_store(":memory:")
        self.said = said or {"CP1": {}}
        self.watch = Watch(self.store, self.profile_of, lambda: self.now, rules=[rule])
        self.desk = Desk(self.store, self.profile_of, lambda: self.now, declared=list(self.said))
        self.projector = projector_of(self.desk, watch=self.watch)
        self.policy = policy

    def profile_of(self, station):
        return Profile(id=station, policy=self.policy, **self.said[station])

    def live(self, frames, span):
        """Whatever is said before the span is known; what is said in it comes as it comes."""
        frames = sorted(frames, key=lambda frame: frame.received_at)
        early = [frame for frame in frames if frame.received_at < span.start]
        late = [frame for frame in frames if frame.received_at >= span.start]
        self.now = span.start
        self.know(early)
        self.projector.tell(*self.said)
        self.work()
        while True:
            heard_at = late[0].received_at + 1 if late else span.end
            self.now = at = min(heard_at, self.due())
            if at >= span.end:
                return
            some = [frame for frame in late if frame.received_at < at]
            late = late[len(some) :]
            self.hear(some)

    def know(self, frames):
        """What was said before anybody watched; whoever is at a site is known to be there."""
        desk = Desk(self.store, self.profile_of, lambda: self.now, declared=list(self.said))
        projector = projector_of(desk)
        projector.take(frames)
        for station in {frame.station for frame in frames}:
            projector.refresh(station)
        projector.tell(*projector.without_line())

    def hear(self, frames):
        """Whoever spoke is understood, and whose line time alone made untrue is looked at."""
        if frames:
            self.desk.store.append(frames)
        heard = {frame.station for frame in frames}
        for station in sorted(heard):
            self.projector.refresh(station)
        for station in sorted({*self.store.fleet_due(self.now, 100), *self.projector.without_line()} - heard):
            self.projector.tell(station)
        self.work()

    def work(self):
        while self.watch.work(self.projector.tell):
            pass

    def due(self):
        with self.store.database.reading() as connection:
            groups = [due for (due,) in connection.execute("select due from alert_group").fetchall()]
        return min([self.store.fleet_next_due(self.now), *groups])

    def told(self):
        return sorted(self.store.notices(10_000), key=lambda one: (one.at, one.id))
