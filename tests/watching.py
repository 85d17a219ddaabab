"""A few chargers of a site under a rule, by a clock that is moved by hand."""

from __future__ import annotations

import json

from chargeboard.alerts.channel import StoredChannel
from chargeboard.domain.exclusions import with_exclusions
from chargeboard.domain.frame import Frame
from chargeboard.domain.policy import Exclusion, Policy, Profile
from chargeboard.run.alerting.book import AlertBook
from chargeboard.run.alerting.watch import Watch
from chargeboard.run.desk import Desk
from chargeboard.store import open_store
from chargeboard.time.instants import MINUTE, text_of
from projecting import projector_of

T0 = 1_760_313_600_000_000  # 2025-10-13T00:00:00Z


def at(minutes):
    return int(T0 + minutes * MINUTE)


class Yard:
    """Chargers CP0, CP1, … of the site Harbour; minutes count from midnight UTC."""

    def __init__(
        self, *rules, number=1, exclusions=(), path=":memory:", url="https://board.example.org", sockets=()
    ):
        self.sockets = sockets
        self.now = at(0)
        self.policy = Policy(exclusions=tuple(Exclusion(*one) for one in exclusions))
        self.store = open_store(path)
        for rule in rules:
            self.store.save_alert_rule(rule)
        self.store.save_alert_channel(StoredChannel(name="ops", kind="webhook"))
        self.book = AlertBook(self.store, lambda: self.now)
        self.stations = [f"CP{n}" for n in range(number)]
        self.watch = Watch(self.store, self.profile_of, lambda: self.now, url=url)
        self.desk = Desk(self.store, self.profile_of, lambda: self.now)
        self.projector = projector_of(self.desk, watch=self.watch)
        self.messages = 0

    def profile_of(self, station):
        profile = Profile(
            id=station,
            name=f"Berth {station}",
            site="Harbour",
            policy=self.policy,
            socket_names=self.sockets,
        )
        return with_exclusions(profile, self.store.exclusions())

    def say(self, minute, action, payload, stations=None):
        """Each says so at that minute, and is understood at once."""
        self.until(minute)
        for station in self.stations if stations is None else stations:
            self.messages += 1
            frame = json.dumps([2, f"m{self.messages}", action, payload])
            self.desk.store.append([Frame(station, self.now, "in", frame, "A", "ocpp1.6")])
        self.now += 1
        for station in self.stations if stations is None else stations:
            self.projector.refresh(station)
        self.work()

    def answer(self, transaction):
        """What the CSMS says to the last call of the first charger: a start has this id."""
        frame = json.dumps(
            [3, f"m{self.messages}", {"transactionId": transaction, "idTagInfo": {"status": "Accepted"}}]
        )
        self.desk.store.append([Frame(self.stations[0], self.now, "out", frame, "A", "ocpp1.6")])
        self.now += 1

    def beat(self, minute, stations=None):
        self.say(minute, "Heartbeat", {}, stations)

    def status(self, minute, status, error="NoError", stations=None, socket=1):
        told = {"connectorId": socket, "status": status, "errorCode": error, "timestamp": text_of(at(minute))}
        self.say(minute, "StatusNotification", told, stations)

    def until(self, minute):
        """Whatever time alone brings up to that minute."""
        while (due := self.due()) <= at(minute):
            self.now = max(self.now, due)
            for station in self.store.fleet_due(self.now, 100):
                self.projector.tell(station)
            self.work()
        self.now = max(self.now, at(minute))

    def due(self):
        with self.store.reading() as connection:
            groups = [due for (due,) in connection.execute("select due from alert_group").fetchall()]
        return min([max(self.now, due) for due in groups] + [self.store.fleet_next_due(self.now)])

    def work(self):
        while self.watch.work(self.projector.tell):
            pass

    @property
    def told(self):
        return [
            (str(one.event), round((one.at - T0) / MINUTE), one.site or one.chargers[0])
            for one in sorted(self.store.notices(1000), key=lambda one: (one.at, one.id))
        ]

    def close(self):
        self.store.close()
