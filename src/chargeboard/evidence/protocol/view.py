"""Do charger and management system understand each other, and whose fault is it where not?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from math import ceil

import msgspec

from chargeboard.domain.close_codes import NO_GOODBYE
from chargeboard.domain.codes import Side, TroubleKind
from chargeboard.domain.figures.protocol import CloseRhythm, ProtocolHealth, SideDay
from chargeboard.evidence.protocol.words import say
from chargeboard.fold.conversation import GIVEN_UP, LATE
from chargeboard.time.days import day_of
from chargeboard.time.instants import seconds_of
from chargeboard.words.dates import dates_through, day_month
from chargeboard.words.formats import DASH, count

SHADES = 5


class Cell(msgspec.Struct, frozen=True):
    """What is written in it, and how deep its shade is: 0 to `SHADES`; None: nothing is known."""

    text: str
    shade: int | None


class Row(msgspec.Struct, frozen=True):
    """A figure by day, and over all of them."""

    name: str
    cells: tuple[Cell, ...]
    sum: str


class Which(msgspec.Struct, frozen=True):
    """What went wrong with which action."""

    what: str
    side: str
    action: str
    """"" where none is known."""
    code: str
    times: str


class ProtocolPage(msgspec.Struct, frozen=True):
    """The page."""

    window: str
    is_known: bool
    days: tuple[str, ...]
    happened: tuple[Row, ...]
    well: str
    """Where nothing happened."""
    others: tuple[Row, ...]
    """What did not happen or is not known, and calls and answers."""
    meanings: tuple[tuple[str, str], ...]
    which: tuple[Which, ...]
    closes: tuple[Row, ...]
    no_closes: str
    rhythms: tuple[str, ...]


def page(health: ProtocolHealth) -> ProtocolPage:
    """Troubles by side and day, which messages they were, and how connections ended."""
    by_side = {side: [one for one in health.days if one.side is side] for side in Side}
    troubles = [*_troubles(by_side)]
    tells_ends = any(one.closes is not None for one in by_side[Side.LINK])
    return ProtocolPage(
        window=dates_through(health.window.from_, health.window.through),
        is_known=health.is_known,
        days=tuple(day_month(one.date) for one in by_side[Side.LINK]),
        happened=tuple(row for row, times in troubles if times),
        well="" if any(times for _, times in troubles) else say(_well(times for _, times in troubles)),
        others=(
            *(row for row, times in troubles if not times),
            *(
                _row(_of_side(what, side), [getattr(one, what) for one in by_side[side]], is_shaded=False)
                for what in ("calls", "answers")
                for side in (Side.CHARGER, Side.CSMS)
            ),
        ),
        meanings=tuple((say(kind), _meaning(kind)) for kind in TroubleKind),
        which=tuple(
            Which(say(one.kind), say(f"side_{one.side}"), one.action, one.code, count(one.count))
            for one in health.troubles
        ),
        closes=tuple(_row(_end(one.code), one.days) for one in health.closes),
        no_closes="" if health.closes else say("no_closes" if tells_ends else "no_ends"),
        rhythms=tuple(_rhythm(one, is_before_today=_goes_on_today(one, health)) for one in health.rhythms),
    )


def _troubles(by_side: dict[Side, list[SideDay]]) -> Iterator[tuple[Row, int | None]]:
    """Each with how often it happened in all; None: nobody can tell."""
    for kind in TroubleKind:
        for side, days in by_side.items():
            if side is not Side.LINK or kind is TroubleKind.UNANSWERED:
                values = [getattr(one, kind) for one in days]
                known = [value for value in values if value is not None]
                yield _row(_of_side(kind, side), values), sum(known) if known else None


def _well(times: Iterable[int | None]) -> str:
    return "nothing_known" if None in times else "nothing"


def _of_side(what: str, side: Side) -> str:
    return say("of_side", what=say(what), side=say(f"side_{side}"))


def _meaning(kind: TroubleKind) -> str:
    limits = {
        TroubleKind.LATE: {"late": seconds_of(LATE)},
        TroubleKind.UNANSWERED: {"given_up": seconds_of(GIVEN_UP)},
    }
    return say(f"means_{kind}", **limits.get(kind, {}))


def _row(name: str, values: Sequence[int | None], *, is_shaded: bool = True) -> Row:
    known = [value for value in values if value is not None]
    most = max(known, default=0) if is_shaded else 0
    return Row(
        name,
        tuple(Cell(count(value), _shade(value, most)) for value in values),
        count(sum(known)) if known else DASH,
    )


def _shade(value: int | None, most: int) -> int | None:
    return None if value is None else ceil(SHADES * value / most) if most else 0


def _end(code: int | None) -> str:
    if code is None:
        return say("code_none")
    return f"{code} {say(f'code_{code}')}" if f"code_{code}" in say.texts else str(code)


def _goes_on_today(one: CloseRhythm, health: ProtocolHealth) -> bool:
    """Whether connections ended so on the day that goes on, which are no part of it."""
    ends = next((end.days[-1] for end in health.closes if end.code == one.code), None)
    return bool(ends) and day_of(one.last, health.charger.timezone) < health.window.through


def _rhythm(one: CloseRhythm, *, is_before_today: bool) -> str:
    told = {"every": one.every_s, "least": one.least_s, "most": one.most_s, "times": one.closes}
    sentence = (
        say("rhythm_without", **told) if one.code is None else say("rhythm", code=str(one.code), **told)
    )
    if is_before_today:
        sentence = f"{sentence} {say('without_today')}"
    if one.idle == one.closes:
        return f"{sentence} {say('all_idle' if one.code in NO_GOODBYE else 'all_free')}"
    return f"{sentence} {say('some_idle', idle=one.idle) if one.idle else say('no_idle')}"
