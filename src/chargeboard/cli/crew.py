"""
How do several processes take in logs, and understand them?

The parent reads; what it reads of a charger is hidden and kept by one process, in its order, and understood
by whichever is free. No write touches two chargers, so that it does not matter how many there are. Who works
alone loads nothing of that.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from chargeboard.cli.place import Place
from chargeboard.cli.progress import Bar
from chargeboard.cli.terminal import tell
from chargeboard.cli.understood import understood, without_search_for_garbage
from chargeboard.cli.words import say
from chargeboard.run.understanding.projector import Projector

if TYPE_CHECKING:
    from chargeboard.cli.crew_processes import Crew

jobs_option = click.option("--jobs", type=click.IntRange(min=1), help=say("jobs_option"))


def cores() -> int:
    """How many this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@contextmanager
def crew_of(place: Place, count: int, heads: Mapping[str, str]) -> Iterator[Crew | None]:
    """
    Processes that end with this; None where there is to be but this one.

    Raises: ClickException at Ctrl-C.
    """
    crew = _begun(place, count, heads) if count > 1 else None
    is_all_done = False
    try:
        with without_search_for_garbage():
            yield crew
        is_all_done = True
    except KeyboardInterrupt:
        raise click.ClickException(say("stopped")) from None
    finally:
        if crew is not None:
            crew.stop(is_all_done=is_all_done)


def _begun(place: Place, count: int, heads: Mapping[str, str]) -> Crew:
    from chargeboard.cli.crew_processes import Crew  # noqa: PLC0415 - who works alone starts sooner

    return Crew(place.settings, count, heads)


def understand(
    projector: Projector, stations: Sequence[str], bar: Bar, crew: Crew | None, *, is_again: bool = False
) -> int:
    """Have chargers understood, here or by the crew, and say of which that failed; how many those were."""
    failed, done = 0, 0
    tell_done = bar.begin(say("computing"), len(stations))

    def told(failure: str) -> None:
        nonlocal failed, done
        done += 1
        failed += bool(failure)
        if failure:
            tell(failure, aside=True)
        tell_done(done, pace=say("of_chargers", done=done, n=len(stations)))

    if crew is None:
        for station in stations:
            told(understood(projector, station, is_again=is_again))
    else:
        crew.understand(stations, told, is_again=is_again)
    return failed
