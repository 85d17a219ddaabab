"""Several processes of `chargeboard serve --role` over one PostgreSQL, each of which may be killed."""

from __future__ import annotations

import json
import os
import signal
import threading
import time
import urllib.error
import urllib.request
from contextlib import closing, suppress

import psycopg
from daemon import PATIENCE_S, children_of, is_alive, started
from fleet import lost, out_of_order, wrong, wrong_transactions

from chargeboard.domain.policy import Profile
from chargeboard.run.desk import Desk
from chargeboard.store import open_store, store_at
from chargeboard.time.instants import HOUR
from chargeboard.time.spans import Span
from free_ports import free_port
from projecting import projector_of

FOREVER = Span(-(2**62), 2**62)

_READY = {
    "gateway": "Chargers connect to",
    "projector": "this process computes",
    "web": "chargeboard is at",
    "all": "chargeboard is at",
}


class Hand:
    """One of them, with its children."""

    def __init__(self, role, url, folder, **environment):
        self.role = role
        port, ocpp_port = free_port(), free_port()
        self.url, self.address = f"http://127.0.0.1:{port}", f"ws://127.0.0.1:{ocpp_port}/ocpp/"
        self.process = started(
            "serve", *(["--role", role] if role else []),
            "--db", url, "--port", port, "--ocpp-port", ocpp_port,
            CHARGEBOARD_CSMS_AUTHORIZE="accept_all", CHARGEBOARD_DATA_FOLDER=str(folder), **environment,
        )  # fmt: skip
        self.said, self._is_ready = [], threading.Event()
        self.may_complain = False
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self):
        for line in self.process.stdout:
            self.said.append(line)
            if _READY[self.role or "all"] in line:
                self._is_ready.set()
        self._is_ready.set()

    @property
    def output(self):
        return "".join(self.said)

    def until_ready(self):
        assert self._is_ready.wait(PATIENCE_S), self.output
        assert self.process.poll() is None, self.output
        return self

    @property
    def pids(self):
        return [self.process.pid, *children_of(self.process.pid)]

    def signal(self, sign):
        for pid in self.pids:
            with suppress(ProcessLookupError):
                os.kill(pid, sign)

    def kill(self):
        """In no way at all, its children with it."""
        if self.process.poll() is None:
            left = self.pids
            for pid in left:
                with suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
            self.process.wait()
            until(lambda: not any(map(is_alive, left)))
        self._reader.join()
        self.process.stdout.close()

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        self.until_ended()

    def until_ended(self):
        self.process.wait(PATIENCE_S)
        self._reader.join()
        self.process.stdout.close()
        assert self.process.returncode == 0, self.output
        assert self.may_complain or "Traceback" not in self.output, self.output

    def asked(self, path):
        """What the page's process answers: the status, and what it says."""
        try:
            with urllib.request.urlopen(f"{self.url}{path}", timeout=PATIENCE_S) as answer:  # noqa: S310 - ours
                return answer.status, answer.read()
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.read()
        except OSError as error:
            return 0, str(error).encode()

    def news(self, path, count):
        """Return once an open page was drawn so often."""
        with urllib.request.urlopen(f"{self.url}{path}", timeout=PATIENCE_S) as stream:  # noqa: S310 - ours
            drawn = (line for line in stream if line.startswith(b"event: panels"))
            for _ in range(count):
                next(drawn)

    def board(self, station):
        status, body = self.asked(f"/api/v1/chargers/{station}/board")
        assert status == 200, body
        return json.loads(body)


def until(claim, patience_s=PATIENCE_S, why=lambda: ""):
    give_up = time.monotonic() + patience_s
    while not claim():
        assert time.monotonic() < give_up, why()
        time.sleep(0.05)


class Crew:
    """Processes over one database, and the fleet that is connected to its gateways."""

    def __init__(self, opened, url, folder, fleet, **environment):
        self._opened, self.url, self.folder, self.environment = opened, url, folder, environment
        self.fleet = fleet
        opened.callback(self.fleet.stop)
        self.hands = []

    def hire(self, *roles):
        """They begin together; each is killed in the end, if nothing else ended it."""
        return [hand.until_ready() for hand in [self.begin(role) for role in roles]]

    def begin(self, role, **environment):
        """One of them, with an environment of its own; it is not ready yet."""
        hand = Hand(role, self.url, self.folder, **self.environment | environment)
        self._opened.callback(hand.kill)
        self.hands.append(hand)
        return hand

    def store(self):
        return closing(store_at(self.url, str(self.folder)).open(read_only=True))

    def shares_of(self, hand):
        """How many shares the understanding process of one has."""
        with self.store() as store:
            places = {str(pid) for pid in hand.pids}
            ids = {one.id for one in store.members() if one.place.rpartition(":")[2] in places}
            return sum(one.owner in ids and one.name.startswith("share") for one in store.leases())

    def until_kept(self):
        """Whatever the fleet was answered is in the database, to which it may come later."""
        with psycopg.connect(self.url, autocommit=True) as connection:
            until(lambda: not lost(self.fleet, connection), why=self.told)

    def until_understood(self):
        """Whatever the fleet said is folded."""
        with self.store() as store:
            until(lambda: not store.unfolded(), why=self.told)

    def told(self):
        return "\n".join(f"{hand.role}: {hand.output[-2000:]}" for hand in self.hands)

    def end(self):
        self.fleet.stop()
        for hand in self.hands:
            if hand.process.poll() is None:
                hand.stop()


def desk_of(store, now):
    return Desk(store, lambda station: Profile(id=station), lambda: now)


def frames_of(store, station):
    """Those that are understood: what is said of an end is, at the next start."""
    known = store.progress(station)
    return [
        found.frame
        for batch in store.frames_after(station, -1, 0)
        for found in batch
        if (found.frame.received_at, found.seq) <= (known.received_at, known.seq)
    ]


def as_in_a_calm_run(crew, every=1):
    """Facts of all chargers, and boards of some, are those of the same frames, taken in by one process."""
    with crew.store() as store, closing(open_store(":memory:")) as calm:
        stations = store.stations()
        frames = {station: frames_of(store, station) for station in stations}
        now = max(some[-1].received_at for some in frames.values()) + HOUR
        desk, other = desk_of(store, now), desk_of(calm, now)
        for n, station in enumerate(stations):
            calm.append(frames[station])
            projector_of(other).refresh(station)
            assert store.facts(station, FOREVER) == calm.facts(station, FOREVER), station
            assert n % every or desk.board_json(station) == other.board_json(station), station
        return stations


def nothing_is_lost_or_twice(crew):
    with psycopg.connect(crew.url) as connection:
        assert wrong(crew.fleet, connection) == []
        assert out_of_order(crew.fleet, connection) == []
        assert wrong_transactions(crew.fleet, connection) == []


def share_equally(crew, *hands):
    until(lambda: {crew.shares_of(one) for one in hands} == {64 // len(hands)}, why=crew.told)


def talk(crew, answers):
    """The fleet is answered so many times more."""
    crew.fleet.talk()
    wanted = crew.fleet.answered + answers
    crew.fleet.until(lambda fleet: fleet.answered >= wanted)


def is_whole(crew, chargers, every=1):
    """After all: what was answered is there once, what dead gateways held is told, and figures are right."""
    crew.fleet.settle()
    crew.until_kept()
    crew.until_understood()
    with crew.store() as store:
        until(lambda: not store.lost_links_of_all(), why=crew.told)
    crew.end()
    nothing_is_lost_or_twice(crew)
    assert len(as_in_a_calm_run(crew, every)) == chargers
