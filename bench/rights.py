"""What does it cost that somebody is asked who they are, and shown what is theirs?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from statistics import median

import msgspec

from bench.asgi import asked
from bench.ask_list import POLICY
from bench.crowd import alone
from bench.figure import Figure, at_most, spread
from bench.lists import _fleet
from bench.town import BUSY, NOW
from bench.workbench import Workbench
from chargeboard.domain.people import Role
from chargeboard.domain.policy import Profile
from chargeboard.ports.store import Store
from chargeboard.run.desk import Desk
from chargeboard.run.people.people import People, people_of
from chargeboard.store import open_store
from chargeboard.web.access.guard import COOKIE
from chargeboard.web.app import create_app

_ACCOUNTS = 50
_SITE = "Hafen"
_TIMES_OPEN = 1.1
_CHARGERS = 1_000
_OF_A_CHARGER = {"page of a charger": f"/chargers/{BUSY.id}"}
_OF_MANY = {"list": "/", "list for programs": "/api/v1/chargers"}


class Staff(msgspec.Struct):
    """Fifty people, each logged in with two browsers."""

    people: People

    def cookie(self, name: str) -> str:
        """What the browser of one of them sends."""
        return f"{COOKIE}={self.people.log_ins.begin(self.people.accounts.of(name), '192.0.2.1', 'a bench')}"


def staff_of(store: Store) -> Staff:
    """Who works at a store."""
    people = people_of(store, store, lambda: NOW, token=None)
    if people.log_ins.has_accounts:  # it is a copy of a store that has them
        return Staff(people)
    for name, sites in {"admin": None, "of a site": [_SITE]}.items():
        people.accounts.add(name, Role.ADMIN, sites)
    for number in range(_ACCOUNTS):
        one = people.accounts.add(f"somebody {number}", Role.VIEWER, [f"site {number}"])
        for _ in range(2):
            people.log_ins.begin(one, "192.0.2.1", "a bench")
    return Staff(people)


def figures(workbench: Workbench) -> Iterator[Figure]:
    """Pages by who is logged in, beside the same pages where nobody is asked; in turns, in one process."""
    yield from _figures(alone(workbench.folder), _OF_A_CHARGER, workbench)
    yield from _figures(_fleet(workbench.folder, _CHARGERS), _OF_MANY, workbench)


def _figures(database: Path, pages: Mapping[str, str], workbench: Workbench) -> Iterator[Figure]:
    store = open_store(database)
    desk = Desk(store, lambda name: Profile(id=name, site=_SITE, policy=POLICY), lambda: NOW)
    for station in store.stations():
        store.put_fleet_site(station, _SITE)
    open_to_all = create_app(desk, token=None, now=lambda: NOW)
    staff = staff_of(store)
    asks = create_app(desk, token=None, now=lambda: NOW, people=staff.people)
    for who in ("admin", "of a site"):
        cookie = staff.cookie(who)
        for name, target in pages.items():
            ratios = []
            for _ in range(workbench.scaled(9, 3)):
                with_rights, _ = asked(asks, target, 9, cookie=cookie)
                without, _ = asked(open_to_all, target, 9)
                ratios.append(median(with_rights) / median(without))
            yield at_most(
                _TIMES_OPEN,
                Figure(
                    name=f"rights, {name}, {who}",
                    value=median(ratios),
                    unit="times",
                    note=f"processor time, beside the same page where nobody is asked; {spread(ratios)};"
                    f" {_ACCOUNTS} accounts",
                ),
            )
    store.close()
