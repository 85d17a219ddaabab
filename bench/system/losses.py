"""Phases: every link is lost at once, then `serve` restarted under load. Is all kept, and how soon back?"""

from __future__ import annotations

import time
from collections.abc import Iterator

from bench.figure import Figure, at_most, shown
from bench.system.serving import LISTENING, UNDERSTANDING, in_words
from bench.system.slowest import summed
from bench.system.stand import Stand
from bench.system.window import Window
from chargeboard.demo.load import Tally

_BACK_S = 60
_BY_PLAN = 0.005
"""Of the chargers: so many more may be out of contact by their mix than before."""


def silence(stand: Stand) -> Iterator[Figure]:
    """All fall silent, and are gone: were all answers that they got kept?"""
    stand.chargers.switch_off()
    tally, answers, note = _counts(stand)
    yield at_most(
        0,
        Figure(
            name="answers, at the chargers less kept",
            value=abs(tally.answers - answers),
            unit="frames",
            note=note,
        ),
    )


def reconnecting(stand: Stand) -> Iterator[Figure]:
    """All that were gone call in again, all at once."""
    many, before, patience_s = stand.plan.chargers, stand.chargers.tally, stand.plan.patience_s
    window = Window(stand.served, stand.chargers)
    stand.chargers.switch_on(range(many))
    booted_s = stand.chargers.booted_s(before, many, patience_s)
    used = window.close()
    caught_up_s = stand.served.caught_up_s(stand.plan.understood_within_s)
    understood_s = window.close().served.get(UNDERSTANDING, 0.0)
    stand.found.storm_ms = 1000 * used.served[LISTENING] / many
    yield at_most(
        round(_BY_PLAN * many),
        Figure(
            name="calls of the storm without an answer",
            value=used.tally.unanswered,
            unit="calls",
            note=f"{used.tally.refused} attempts refused",
        ),
    )
    yield used.wait(
        _BACK_S,
        Figure(
            name=f"all {many:,} reconnected and booted",
            value=patience_s if booted_s is None else booted_s,
            unit="s",
            note=f"{stand.found.storm_ms:.1f} ms of the listening process each; {used.by_process}; the "
            f"chargers took {used.fleet_cores:.2f} cores; understood after that: {in_words(caught_up_s)}, "
            f"{1000 * understood_s / many:.1f} ms each",
        ),
    )


def restarting(stand: Stand) -> Iterator[Figure]:
    """`serve` is ended as a service manager does and started again, while all chargers live on."""
    before, patience_s = stand.chargers.tally, stand.plan.patience_s
    window, begin = Window(stand.served, stand.chargers), time.monotonic()
    stand.served.stop()
    stopped_s = time.monotonic() - begin
    stand.served.start()
    there_s = time.monotonic() - begin
    wanted = before.connected - round(_BY_PLAN * stand.plan.chargers)
    again_s = stand.chargers.again_s(before, wanted, patience_s)
    caught_up_s = stand.served.caught_up_s(stand.plan.understood_within_s)
    took_s, used = time.monotonic() - begin, window.close()
    if stand.plan.slowest:
        print(f"    noted: {summed(stand.served.notes, begin)}")
    is_behind = again_s is None or caught_up_s is None
    yield used.wait(
        _BACK_S,
        Figure(
            name=f"serve restarted under load, {'not yet ' if is_behind else ''}caught up",
            value=took_s,
            unit="s",
            note=f"stopped after {shown(stopped_s)} s, there again after {shown(there_s)} s; all of "
            f"{used.tally.connections:,} links made again {in_words(again_s)} later, then caught up: "
            f"{in_words(caught_up_s)}; {used.tally.unanswered} calls without an answer, which are sent again",
        ),
    )


def kept(stand: Stand) -> Iterator[Figure]:
    """No answer that a charger got is missing. Some are kept that none got: `serve` ended."""
    stand.chargers.switch_off()
    tally, answers, note = _counts(stand)
    yield at_most(
        0,
        Figure(
            name="answers that are not kept, after all",
            value=max(0, tally.answers - answers),
            unit="frames",
            note=note,
        ),
    )


def _counts(stand: Stand) -> tuple[Tally, int, str]:
    """What the chargers counted, how many answers to them are kept, and both in words."""
    tally, (calls, answers) = stand.chargers.tally, stand.served.kept()
    note = (
        f"{tally.answers:,} answered, {answers:,} kept; {tally.frames:,} calls sent, {calls:,} kept; "
        f"{tally.errors} errors, {tally.unanswered} without an answer"
    )
    return tally, answers, note
