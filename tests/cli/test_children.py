import multiprocessing
import os
import signal

import pytest

from chargeboard.cli.children import start_child

PATIENCE_S = 60


@pytest.mark.parametrize("start", [start_child, lambda process: process.start()], ids=["ours", "plain"])
def test_ctrl_c_does_not_reach_a_child_that_is_only_being_loaded(start):
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    child = context.Process(target=theirs.recv)  # it lives until it is told something
    start(child)
    os.kill(child.pid, signal.SIGINT)
    ours.send("end")
    child.join(PATIENCE_S)
    assert (child.exitcode == 0) == (start is start_child)
    assert signal.SIGINT not in signal.pthread_sigmask(signal.SIG_BLOCK, ())
