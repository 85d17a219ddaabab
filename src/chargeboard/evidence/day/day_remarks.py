"""
Why is a day incomplete, uncertain or revised, and on which of its time do official rules differ?

Each reason is a line with its amount, and leads to the messages or sessions behind it.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from chargeboard.domain.figures.day_evidence import Change, DayEvidence, Difference, Doubt, LateNews, Missing
from chargeboard.domain.figures.measures import Number
from chargeboard.drawing.states import STATES, label
from chargeboard.evidence.day.words import say
from chargeboard.time.instants import Instant, seconds_of
from chargeboard.words.formats import DASH, count, duration, energy, percent
from chargeboard.words.wall_clock import Local

_NOT_COUNTED = frozenset({"not_commissioned", "not_open"})
_FINE_WH = 100
"""A smaller change is told in Wh."""


class Remark(msgspec.Struct, frozen=True):
    """A line; `since` and `until` lead to frames, `keys` to sessions, `kind` to findings."""

    text: str
    is_warning: bool = False
    since: Instant | None = None
    until: Instant | None = None
    keys: tuple[str, ...] = ()
    kind: str = ""


class Changed(msgspec.Struct, frozen=True):
    """A figure that was another at first."""

    name: str
    before: str
    after: str
    by: str


class Step(msgspec.Struct, frozen=True):
    """What came together, what it changed, and where its messages are."""

    text: str
    changes: str
    since: Instant | None
    until: Instant | None


class Revised(msgspec.Struct, frozen=True):
    """How the day's figures changed after they seemed final."""

    headline: str
    rows: tuple[Changed, ...]
    steps: tuple[Step, ...]


class Judged(msgspec.Struct, frozen=True):
    """Time on which the uptime rules differ."""

    when: str
    lasted: str
    socket: str
    state_name: str
    nevi: str
    uk_reg7: str
    uk_template: str
    since: Instant
    until: Instant


def remarks(day_evidence: DayEvidence, local: Local) -> tuple[Remark, ...]:
    """Why the day is incomplete or uncertain."""
    made = []
    use = day_evidence.utilization
    lost = sum(part.lost_s for part in day_evidence.missing)
    if use is not None and lost:
        told = say("incomplete" if use.incomplete else "lacks", lost=lost, share=use.coverage_pct)
        made.append(Remark(told, is_warning=use.incomplete))
    made += [_missing(part, local) for part in day_evidence.missing]
    made += [_doubt(doubt) for doubt in day_evidence.doubts]
    if day_evidence.late and not day_evidence.changes:
        made.append(Remark(say("late", what=_and(list(map(_late, day_evidence.late))))))
    return tuple(made)


def _missing(part: Missing, local: Local) -> Remark:
    has_frames = part.why in {"closed", "silent", "collector"}
    told = {
        "span": f"{local.clock(part.from_)} – {local.clock(part.to)}",
        "why": say(f"why_{part.why}"),
        "cost": _cost(part),
    }
    return Remark(
        say("missing", **told) if part.socket is None else say("missing_of", socket=part.socket, **told),
        since=part.from_ if has_frames else None,
        until=part.to if has_frames else None,
    )


def _cost(part: Missing) -> str:
    """What is not known for it."""
    if part.why in _NOT_COUNTED:
        return say("cost_none")
    if not part.lost_s:
        return say("cost_known")
    is_part = part.socket is None and part.lost_s != seconds_of(part.to - part.from_)
    return say("cost_part" if is_part else "cost", lost=part.lost_s)


def _doubt(doubt: Doubt) -> Remark:
    is_finding = doubt.what in {"clock", "quarantined"}
    told = say(f"doubt_{doubt.what}", n=doubt.count)
    return Remark(told, keys=tuple(doubt.sessions), kind=doubt.what if is_finding else "")


def _late(news: LateNews) -> str:
    return say(f"late_{news.what}", n=news.count, most=news.most_late_s)


def _and(parts: list[str]) -> str:
    *others, last = parts or [""]
    return say("and", others=", ".join(others), last=last) if others else last


def revised(day_evidence: DayEvidence, local: Local) -> Revised | None:
    """By how much the figures changed, and what changed them; None where none did."""
    if not day_evidence.changes:
        return None
    final = local.moment(day_evidence.final_at)
    return Revised(
        headline=say("headline", at=final),
        rows=tuple(map(_changed, day_evidence.changes)),
        steps=tuple(
            Step(
                text=_arrival(
                    revision.first_received_at, revision.last_received_at, revision.messages, local
                ),
                changes=_and([_brief(change) for change in revision.changes]),
                since=revision.first_received_at if revision.messages else None,
                until=revision.last_received_at if revision.messages else None,
            )
            for revision in day_evidence.revisions
        ),
    )


def _arrival(first: Instant, last: Instant, messages: list[LateNews], local: Local) -> str:
    if not messages:
        return say("nothing_came")
    begin, end = local.moment(first), local.moment(last)
    when = begin if begin == end else say("from_to", first=begin, last=end)
    return say("arrived", when=when, what=_and(list(map(_late, messages))))


def _named(change: Change) -> str:
    state = change.figure.removesuffix("_s")
    name = label(state) if state in STATES else say(f"figure_{change.figure}")
    return name if change.socket is None else say("figure_of_socket", socket=change.socket, figure=name)


def _brief(change: Change) -> str:
    before, after = _pair(change)
    return f"{_named(change)} {before} → {after}"


def _changed(change: Change) -> Changed:
    by = ""
    if change.before is not None and change.after is not None:
        step = change.after - change.before
        sign = "+" if step > 0 else "−"
        if change.figure.endswith("_pct"):
            by = say("points", step=f"{sign}{percent(abs(step)).removesuffix('%')}")
        else:
            by = f"{sign}{_said(change.figure, abs(step), is_fine=abs(step) < _FINE_WH)}"
    return Changed(_named(change), *_pair(change), by)


def _pair(change: Change) -> tuple[str, str]:
    """Both values, with as many digits as tell them apart."""
    before, after = _said(change.figure, change.before), _said(change.figure, change.after)
    if before != after:
        return before, after
    return _said(change.figure, change.before, is_fine=True), _said(change.figure, change.after, is_fine=True)


def _said(figure: str, value: Number | None, *, is_fine: bool = False) -> str:
    if value is None:
        return DASH
    if figure.endswith("_pct"):
        return percent(value)
    if figure.endswith("_wh"):
        return say("wh", energy=value) if is_fine else energy(value)
    return duration(value) if figure.endswith("_s") else count(value)


def judged(day_evidence: DayEvidence, local: Local) -> Iterator[Judged]:
    """The time on which the uptime rules differ."""
    for difference in day_evidence.differences:
        yield _judged(difference, local)


def _judged(difference: Difference, local: Local) -> Judged:
    return Judged(
        when=f"{local.to_the_second(difference.from_)} – {local.to_the_second(difference.to)}",
        lasted=duration(seconds_of(difference.to - difference.from_)),
        socket=str(difference.socket),
        state_name=label(difference.state),
        nevi=say(f"judged_{difference.nevi}"),
        uk_reg7=say(f"judged_{difference.uk_reg7}"),
        uk_template=say(f"judged_{difference.uk_template}"),
        since=difference.from_,
        until=difference.to,
    )
