"""What is to go on while chargeboard serves begins again whenever it ends."""

from __future__ import annotations

import logging
import multiprocessing
import os
import threading
import time

from chargeboard.cli.server import kept_going as module
from chargeboard.cli.server.kept_going import kept_going

SPAWN = multiprocessing.get_context("spawn")


def test_a_process_that_ends_is_told_of_and_begun_again(monkeypatch, caplog):
    monkeypatch.setattr(module, "_LOOK_EVERY_S", 0.01)
    monkeypatch.setattr(module, "_AGAIN_AFTER_S", 0.0)
    codes, twice = [], threading.Event()

    def ended(code):
        codes.append(code)
        if len(codes) == 2:
            twice.set()
        return f"it ended with {code}"

    with (
        caplog.at_level(logging.ERROR),
        kept_going(lambda: SPAWN.Process(target=os._exit, args=(3,), daemon=True), ended),
    ):
        assert twice.wait(60)
    assert codes[:2] == [3, 3]
    assert caplog.messages[:2] == ["it ended with 3", "it ended with 3"]


def test_a_process_that_lives_is_looked_after_and_ends_with_the_rest(monkeypatch):
    monkeypatch.setattr(module, "_LOOK_EVERY_S", 0.01)
    made, looked = [], threading.Event()

    def process():
        made.append(SPAWN.Process(target=time.sleep, args=(600,), daemon=True))
        return made[-1]

    with kept_going(process, str, looked.set):
        assert looked.wait(60)
        assert made[0].is_alive()
    assert len(made) == 1
    assert not made[0].is_alive()
