"""The child that serves the page."""

import signal
import subprocess
import sys
import threading
from contextlib import closing
from pathlib import Path

from chargeboard.cli.ending import Ending
from chargeboard.cli.server.page_process import Page, run_page
from chargeboard.config.settings import Settings
from chargeboard.domain.policy import Profile
from chargeboard.run.clock import now
from chargeboard.run.desk import Desk
from chargeboard.store import open_store
from chargeboard.web.app import create_app
from free_ports import free_port


class Told:
    """A process that is told to end, and takes its time to close what is open."""

    exitcode = None

    def __init__(self, **_):
        self.signals = 0

    def start(self):
        pass

    def terminate(self):
        self.signals += 1

    def join(self, _within_s=None):
        pass

    def is_alive(self):
        return False


class Context:
    """It starts such processes, and knows the latest."""

    Event = threading.Event

    def Process(self, **given):  # noqa: N802 - a context's word
        self.latest = Told(**given)
        return self.latest


def test_it_is_told_once_to_end_for_a_second_signal_breaks_off_what_it_closes():
    context = Context()
    page = Page(context, Settings(), None, None, object(), is_invented=False)
    page.start()
    page.end()
    page.stop()
    assert context.latest.signals == 1
    page.start()
    page.stop()
    assert context.latest.signals == 1, "the next one is another process"


def served(folder, *, ending=None):
    """A page, until a signal: what was said of its end."""
    ended = []
    with closing(open_store(str(folder / "board.db"))) as store:
        app = create_app(Desk(store, lambda _: Profile(), now), token=None, now=now)
        app.on_shutdown.append(lambda: ended.append("as it should"))
        run_page(app, "127.0.0.1", free_port(), ending=ending)
        ended.append("by itself")
    return ended


def test_a_signal_while_its_loop_begins_ends_it_as_any_other_does(tmp_path):
    """In a process of its own: a loop looks up once how a pair of sockets is made."""
    told = Path(__file__).with_name("told_while_it_begins.py")
    ended = subprocess.run(
        [sys.executable, told, str(tmp_path / "board.db"), str(free_port())],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    first, _, *last = ended.stdout.splitlines()
    assert [first, *last] == ["a signal", "as it should", "by itself"]
    assert (ended.returncode, ended.stderr) == (0, "")


def test_so_does_one_while_what_is_served_is_opened(tmp_path, capsys):
    with Ending(signal.SIGTERM) as ending:
        signal.raise_signal(signal.SIGTERM)
        assert served(tmp_path, ending=ending) == ["as it should", "by itself"]
    assert capsys.readouterr().err == ""
