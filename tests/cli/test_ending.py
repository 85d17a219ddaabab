"""A signal comes at any moment; whoever waits for it hears of it, and nobody waits for ever."""

import os
import signal
import subprocess
import sys
import threading
from itertools import count

from daemon import HOME, PATIENCE_S, beside

from chargeboard.cli.ending import Ending
from free_ports import free_port


def signalled(ending, step):
    """Whether a signal came at that step of who waits, who takes fewer in the end."""
    steps = count(1)

    def look(frame, event, _):
        frame.f_trace_opcodes = True
        if event == "opcode" and next(steps) == step:
            signal.raise_signal(signal.SIGTERM)
        return look

    sys.settrace(look)
    try:
        ending.wait(0.001)
    finally:
        sys.settrace(None)
    return next(steps) > step


def test_one_that_comes_at_any_step_of_who_waits_is_heard():
    for step in count(1):
        with Ending(signal.SIGTERM) as ending:
            if not signalled(ending, step):
                break
            assert ending.wait(PATIENCE_S)
    assert step > 10


def test_all_who_wait_hear_of_it_and_whoever_asks_later():
    heard = []
    with Ending(signal.SIGTERM) as ending:
        threads = [threading.Thread(target=lambda: heard.append(ending.wait(PATIENCE_S))) for _ in range(3)]
        for one in threads:
            one.start()
        signal.raise_signal(signal.SIGTERM)
        for one in threads:
            one.join()
        assert heard == [True] * 3
        assert ending.wait(0)
    assert signal.getsignal(signal.SIGTERM) == signal.SIG_DFL


def test_without_one_it_is_waited_for_so_long():
    with Ending(signal.SIGTERM) as ending:
        assert not ending.wait(0.001)
        assert not ending.wait(-1)


ENDED_EARLY = """
import os, signal
from chargeboard.cli import main
from chargeboard.cli.server.page_process import Page
def start(page, start=Page.start):
    start(page)
    os.kill(os.getpid(), signal.SIGTERM)
Page.start = start
main()
"""


def test_a_server_that_is_told_before_its_loop_begins_ends_as_any_other_does(tmp_path):
    """Its page may be there before it."""
    served = subprocess.run(
        [sys.executable, "-c", ENDED_EARLY, "serve", "--db", tmp_path / "b.db", "--port", str(free_port())],
        env=os.environ | HOME | {"CHARGEBOARD_CSMS_AUTHORIZE": ""},
        capture_output=True,
        text=True,
        timeout=PATIENCE_S,
        check=False,
    )
    assert (served.returncode, served.stderr) == (0, "")
    assert set(beside(tmp_path / "b.db")) <= {"b.db", "b.db.key"}, "no log is left, whoever was killed"
