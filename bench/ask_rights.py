"""
What do pages cost who is logged in, where this revision has accounts? Prints it as JSON; run by against.py.

Its `chargeboard` is the one that PYTHONPATH names; a revision of before accounts is asked by anybody.
"""

from __future__ import annotations

import sys
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import msgspec

from bench.asgi import asked
from bench.town import BUSY, NOW
from chargeboard.domain.policy import Policy, Profile
from chargeboard.run.desk import Desk
from chargeboard.store import open_store
from chargeboard.web.app import create_app

_TIMES = 15


def main(database: str, target: str) -> None:
    """A page, again and again."""
    store = open_store(Path(database))
    policy = Policy(timezone=BUSY.timezone, rated_kw=BUSY.rated_kw)
    desk = Desk(store, lambda name: Profile(id=name, policy=policy), lambda: NOW)
    cookie, known = "", {}
    if find_spec("chargeboard.run.people"):
        staff = import_module("bench.rights").staff_of(store)
        cookie, known = staff.cookie("admin"), {"people": staff.people}
    app = create_app(desk, token=None, now=lambda: NOW, **known)
    next_ms, _ = asked(app, target, _TIMES, cookie=cookie)
    print(msgspec.json.encode({"first_ms": 0.0, "next_ms": next_ms}).decode())
    store.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
