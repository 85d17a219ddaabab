"""A page to which a signal comes in the middle of what its loop does to begin."""

import signal
import socket
import sys
from contextlib import closing

_make = socket.socketpair
_is_told = False


def _told_meanwhile(*given):
    """A loop makes a pair for its signals: ours comes in between."""
    global _is_told  # noqa: PLW0603 - a loop that is made earlier or later makes a pair, too
    if not _is_told and signal.getsignal(signal.SIGTERM) != signal.SIG_DFL:
        _is_told = True
        print("a signal", flush=True)
        signal.raise_signal(signal.SIGTERM)
    return _make(*given)


socket.socketpair = _told_meanwhile  # before uvloop is there

from chargeboard.cli.ending import Ending  # noqa: E402
from chargeboard.cli.server.page_process import run_page  # noqa: E402
from chargeboard.domain.policy import Profile  # noqa: E402
from chargeboard.run.clock import now  # noqa: E402
from chargeboard.run.desk import Desk  # noqa: E402
from chargeboard.store import open_store  # noqa: E402
from chargeboard.web.app import create_app  # noqa: E402

if __name__ == "__main__":
    with closing(open_store(sys.argv[1])) as store:
        app = create_app(Desk(store, lambda _: Profile(), now), token=None, now=now)
        app.on_shutdown.append(lambda: print("as it should", flush=True))
        with Ending(signal.SIGTERM) as ending:
            run_page(app, "127.0.0.1", int(sys.argv[2]), ending=ending)
        print("by itself", flush=True)
