"""What do pages of the list cost after a start, in this process? Prints it as JSON; run by lists.py."""

from __future__ import annotations

import sys
from pathlib import Path

import msgspec

from bench.asgi import asked
from bench.town import BUSY, NOW
from chargeboard.domain.policy import Policy, Profile
from chargeboard.run.desk import Desk
from chargeboard.store import open_store
from chargeboard.web.app import create_app

_TIMES = 9
POLICY = Policy(timezone=BUSY.timezone, rated_kw=BUSY.rated_kw)


def main(database: str) -> None:
    """The first page and those after it, once the server is up."""
    store = open_store(Path(database))
    desk = Desk(store, lambda name: Profile(id=name, policy=POLICY), lambda: NOW)
    app = create_app(desk, token=None, now=lambda: NOW)
    (first_ms,), _ = asked(app, "/", 1, is_warm=False)
    next_ms, _ = asked(app, "/", _TIMES)
    print(msgspec.json.encode({"first_ms": first_ms, "next_ms": next_ms}).decode())
    store.close()


if __name__ == "__main__":
    main(sys.argv[1])
