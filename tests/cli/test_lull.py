import asyncio

import pytest

from chargeboard.cli.server.lull import Lull
from in_a_thread import run


class _Thread:
    """A loop's thread that spends processor time and rests."""

    def __init__(self):
        self.spent_s, self.rests = 0.0, []

    def lull(self, loop):
        return Lull(loop, lambda: self.spent_s, self.rests.append)


@pytest.mark.parametrize(("spent_s", "rests"), [(0.0, [0.034]), (0.01, [0.024]), (0.05, [])])
def test_a_loop_rests_for_as_long_as_it_had_nothing_to_do(spent_s, rests):
    async def life():
        thread = _Thread()
        lull = thread.lull(asyncio.get_running_loop())
        thread.spent_s += spent_s
        lull.answered()
        await asyncio.sleep(0)
        return thread.rests

    assert run(life()) == pytest.approx(rests)


def test_a_loop_rests_behind_the_answers_and_once_for_those_that_came_together():
    async def life():
        loop, thread, order = asyncio.get_running_loop(), _Thread(), []
        lull = Lull(loop, lambda: thread.spent_s, lambda _: order.append("rest"))
        lull.answered()
        loop.call_soon(order.append, "queued behind")
        lull.answered()
        order.append("answers leave")
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        lull.answered()
        await asyncio.sleep(0)
        return order

    assert run(life()) == ["answers leave", "rest", "queued behind", "rest"]
