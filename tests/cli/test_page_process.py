"""The child that serves the page."""

import threading

from chargeboard.cli.server.page_process import Page
from chargeboard.config.settings import Settings


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
