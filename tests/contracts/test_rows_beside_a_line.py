"""What is kept beside a charger's line is written where it differs: a line is made anew every few minutes."""

from datetime import date

import pytest
from fleet_by_hand import line_of_number
from msgspec.structs import replace

from chargeboard.domain.codes import Side
from chargeboard.domain.figures.fleet_protocol import SideTroubles, TroublesWanted
from chargeboard.domain.figures.happenings import HappeningKind, HappeningsSpan, RecentHappening
from chargeboard.domain.records import FleetLine
from chargeboard.time.instants import NEVER
from chargeboard.time.spans import Span

SINCE = date(2026, 11, 1)


def late(side, times):
    counts = dict.fromkeys(("messages", "unanswered", "refused", "repeated", "nonstandard", "cut"))
    return SideTroubles(side=side, last_on=SINCE, troubles=times, late=times, **counts)


def attempt(at):
    return RecentHappening(HappeningKind.ATTEMPTS, at, "pending", b"a")


BARE = FleetLine(line_of_number(0, "A"), -1, NEVER, b"{}")
FULL = replace(
    BARE, troubles=[late(Side.CHARGER, 5), late(Side.LINK, 2)], recent=[attempt(10), attempt(20), attempt(30)]
)


@pytest.fixture
def beside(store):
    """How many rows a line costs beyond those that any line of the charger does."""

    def written(line):
        before = store._db.rows_changed
        store.save_fleet([line])
        return store._db.rows_changed - before

    written(BARE)
    usual = written(BARE)
    return lambda line: written(line) - usual


def test_a_line_as_it_was_costs_nothing(beside):
    assert beside(FULL) == 5
    assert beside(FULL) == 0


@pytest.mark.parametrize(
    ("change", "rows"),
    [
        ({"troubles": [late(Side.CHARGER, 6), late(Side.LINK, 2)]}, 2),
        ({"troubles": [late(Side.LINK, 2)]}, 1),
        ({"troubles": [late(Side.CSMS, 1), *FULL.troubles]}, 1),
        ({"recent": [attempt(10), attempt(21), attempt(30)]}, 2),
        ({"recent": [attempt(10), attempt(20)]}, 1),
        ({"recent": [*FULL.recent, attempt(40)]}, 1),
    ],
)
def test_of_what_changed_only_that_is_written(store, beside, change, rows):
    beside(FULL)
    changed = replace(FULL, **change)
    assert beside(changed) == rows
    _, troubles = store.troubles(TroublesWanted(), SINCE)
    assert sorted(one.found.side for one in troubles) == sorted(one.side for one in changed.troubles)
    asked = HappeningsSpan(HappeningKind.ATTEMPTS, Span(0, NEVER), None, (), "", 9)
    assert sorted(one.start for one in store.happenings(asked)[1]) == [one.start for one in changed.recent]
