"""The page alone, as `serve` runs it: `python served.py DB PORT AHEAD`, by a clock that is ahead of ours."""

from __future__ import annotations

import sys
from contextlib import ExitStack
from functools import partial

from chargeboard.cli.place import Place
from chargeboard.cli.server.page_process import run_page
from chargeboard.config import from_environment
from chargeboard.run.clock import now
from chargeboard.run.desk import Desk
from chargeboard.web.app import create_app

path, port, ahead = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
place = Place(from_environment(None).with_options(db=path))
with place.store() as store, ExitStack() as opened:
    stores = [store, *(opened.enter_context(place.store(read_only=True)) for _ in range(3))]
    desk, *desks = [Desk(one, partial(place.profile, one), lambda: now() + ahead) for one in stores]
    app = create_app(desk, token=None, now=desk.now, desks=desks)
    run_page(app, "127.0.0.1", port)
