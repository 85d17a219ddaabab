"""
Why is a day incomplete, uncertain or revised, and on which of its time do official rules differ?

Each reason is a line with its amount, and leads to the messages or sessions behind it.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from chargeboard.domain.codes import LateKind
from chargeboard.domain.figures.board import Number
from chargeboard.domain.figures.day_evidence import Change, DayEvidence, Difference, Doubt, LateNews, Missing
from chargeboard.time.instants import Instant, seconds_of
from chargeboard.view.when import Local
from chargeboard.words.formats import DASH, about, count, duration, energy, percent, several

_WHY = {
    "closed": "the charger's connection was closed",
    "silent": "the charger was silent for too long",
    "collector": "our server was down",
    "no_status": "nothing was heard yet that tells its state",
    "not_commissioned": "not yet commissioned",
    "not_open": "outside opening hours",
}
_NOT_COUNTED = frozenset({"not_commissioned", "not_open"})
_DOUBTS = {
    "open_session": (
        "session is still open",
        "sessions are still open",
        "not yet counted, its energy so far is",
    ),
    "pending_attempt": ("attempt is still open", "attempts are still open", "in no rate yet"),
    "energy_unknown": (
        "session has unknown energy",
        "sessions have unknown energy",
        "counted as none in the day's energy",
    ),
    "energy_lower_bound": (
        "session's end was inferred",
        "sessions' ends were inferred",
        "energy is a lower bound",
    ),
    "energy_suspicious": (
        "session has more energy than is plausible",
        "sessions have more energy than is plausible",
        "",
    ),
    "clock": (
        "time stamp was not believed",
        "time stamps were not believed",
        "the time of receipt stands in",
    ),
    "quarantined": (
        "message could not be read",
        "messages could not be read",
        "what it told is in no figure",
    ),
}
_LATE = {
    LateKind.METER_VALUE: ("meter value", "meter values"),
    LateKind.STATUS: ("status", "statuses"),
    LateKind.START: ("start of a transaction", "starts of transactions"),
    LateKind.STOP: ("stop of a transaction", "stops of transactions"),
    LateKind.TRANSACTION_EVENT: ("transaction event", "transaction events"),
    LateKind.ABSENCE: ("absence of our own server", "absences of our own server"),
    LateKind.MENDED: ("message that had to be mended", "messages that had to be mended"),
    LateKind.OTHER: ("other message", "other messages"),
}
_FIGURES = {
    "utilization_pct": "Utilization",
    "in_use_s": "In use",
    "available_s": "Observed",
    "coverage_pct": "Coverage",
    "success_pct": "Success rate",
    "successes": "Attempts that succeeded",
    "attempts": "Attempts",
    "pending": "Attempts still open",
    "nevi_pct": "Uptime, NEVI",
    "uk_reg7_pct": "Uptime, UK reg. 7",
    "uk_template_pct": "Uptime, UK template",
    "outage_s": "Outage",
    "sessions_completed": "Sessions",
    "energy_wh": "Energy",
}
_FINE_WH = 100
"""A smaller change is told in Wh."""
_JUDGED = {"up": "up", "out": "outage", "left_out": "left out"}


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
    state: str
    nevi: str
    uk_reg7: str
    uk_template: str
    since: Instant
    until: Instant


def remarks(found: DayEvidence, local: Local) -> tuple[Remark, ...]:
    """Why the day is incomplete or uncertain."""
    made = []
    use = found.utilization
    lost = sum(one.lost_s for one in found.missing)
    if use is not None and lost:
        lacks = (
            f"{duration(lost)} of the sockets' time is not known, so coverage is {percent(use.coverage_pct)}"
        )
        if use.incomplete:
            made.append(Remark(f"Incomplete data: {lacks}, less than 90%.", is_warning=True))
        else:
            made.append(Remark(f"{lacks}."))
    made += [_missing(one, local) for one in found.missing]
    made += [_doubt(one) for one in found.doubts]
    if found.late and not found.changes:
        what = _and([_late(one) for one in found.late])
        made.append(Remark(f"Late: {what}; no figure changed for it."))
    return tuple(made)


def _missing(one: Missing, local: Local) -> Remark:
    span = f"{local.clock(one.from_)} – {local.clock(one.to)}"
    who = "" if one.socket is None else f"socket {one.socket}: "
    lasted = seconds_of(one.to - one.from_)
    if one.why in _NOT_COUNTED:
        cost = "in no figure"
    elif not one.lost_s:
        cost = "all sockets are known to have gone on meanwhile"
    elif one.socket is None and one.lost_s != lasted:
        cost = f"{duration(one.lost_s)} of the sockets' time is unknown"
    else:
        cost = f"{duration(one.lost_s)} unknown"
    has_frames = one.why in {"closed", "silent", "collector"}
    return Remark(
        f"{span}, {who}{_WHY.get(one.why, one.why)}; {cost}.",
        since=one.from_ if has_frames else None,
        until=one.to if has_frames else None,
    )


def _doubt(one: Doubt) -> Remark:
    singular, plural, what_for = _DOUBTS.get(one.what, (one.what, one.what, ""))
    told = several(one.count, singular, plural)
    is_finding = one.what in {"clock", "quarantined"}
    return Remark(
        f"{told}{': ' if what_for else ''}{what_for}.",
        keys=tuple(one.sessions),
        kind=one.what if is_finding else "",
    )


def _late(one: LateNews) -> str:
    return f"{several(one.count, *_LATE[one.what])} up to {about(one.most_late_s)} after it happened"


def _and(words: list[str]) -> str:
    return ", ".join(words[:-1]) + (" and " if len(words) > 1 else "") + words[-1] if words else ""


def revised(found: DayEvidence, local: Local) -> Revised | None:
    """By how much the figures changed, and what changed them; None where none did."""
    if not found.changes:
        return None
    final = local.moment(found.final_at)
    return Revised(
        headline=f"What was known at {final}, when the day seemed final, and what is known now.",
        rows=tuple(map(_changed, found.changes)),
        steps=tuple(
            Step(
                text=_arrival(one.first_received_at, one.last_received_at, one.messages, local),
                changes=_and([_brief(change) for change in one.changes]),
                since=one.first_received_at if one.messages else None,
                until=one.last_received_at if one.messages else None,
            )
            for one in found.revisions
        ),
    )


def _arrival(first: Instant, last: Instant, messages: list[LateNews], local: Local) -> str:
    if not messages:
        return "Nothing came; with time it became certain"
    begin, end = local.moment(first), local.moment(last)
    when = begin if begin == end else f"{begin} to {end}"
    return f"{when}: {_and([_late(one) for one in messages])}"


def _named(one: Change) -> str:
    name = _FIGURES.get(one.figure, one.figure.removesuffix("_s"))
    return name if one.socket is None else f"Socket {one.socket} {name}"


def _brief(one: Change) -> str:
    before, after = _pair(one)
    return f"{_named(one)} {before} → {after}"


def _changed(one: Change) -> Changed:
    by = ""
    if one.before is not None and one.after is not None:
        step = one.after - one.before
        sign = "+" if step > 0 else "−"
        if one.figure.endswith("_pct"):
            by = f"{sign}{percent(abs(step)).removesuffix('%')} points"
        else:
            by = f"{sign}{_said(one.figure, abs(step), is_fine=abs(step) < _FINE_WH)}"
    return Changed(_named(one), *_pair(one), by)


def _pair(one: Change) -> tuple[str, str]:
    """Both values, with as many digits as tell them apart."""
    before, after = _said(one.figure, one.before), _said(one.figure, one.after)
    if before != after:
        return before, after
    return _said(one.figure, one.before, is_fine=True), _said(one.figure, one.after, is_fine=True)


def _said(figure: str, value: Number | None, *, is_fine: bool = False) -> str:
    if value is None:
        return DASH
    if figure.endswith("_pct"):
        return percent(value)
    if figure.endswith("_wh"):
        return f"{count(value)} Wh" if is_fine else energy(value)
    return duration(value) if figure.endswith("_s") else count(value)


def judged(found: DayEvidence, local: Local) -> Iterator[Judged]:
    """The time on which the uptime rules differ."""
    for one in found.differences:
        yield _judged(one, local)


def _judged(one: Difference, local: Local) -> Judged:
    return Judged(
        when=f"{local.to_the_second(one.from_)} – {local.to_the_second(one.to)}",
        lasted=duration(seconds_of(one.to - one.from_)),
        socket=str(one.socket),
        state=one.state,
        nevi=_JUDGED[one.nevi],
        uk_reg7=_JUDGED[one.uk_reg7],
        uk_template=_JUDGED[one.uk_template],
        since=one.from_,
        until=one.to,
    )
