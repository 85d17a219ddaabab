"""The page alone, as `serve` runs it: `python served.py DB PORT AHEAD`, by a clock that is ahead of ours."""

from __future__ import annotations

import sys
from functools import partial

import uvicorn

from chargeboard.cli.place import Place
from chargeboard.config import from_environment
from chargeboard.run.clock import now
from chargeboard.run.desk import Desk
from chargeboard.web.app import create_app

path, port, ahead = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
place = Place(from_environment(None).with_options(db=path))
with place.store() as store:
    desk = Desk(store, partial(place.profile, store), lambda: now() + ahead)
    app = create_app(desk, token=None, now=desk.now)
    uvicorn.run(app, host="127.0.0.1", port=port, log_level="error", timeout_graceful_shutdown=1)
