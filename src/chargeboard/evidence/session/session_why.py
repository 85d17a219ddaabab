"""What had to be inferred to know a session, in plain words and with the raw values that say so?"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from itertools import pairwise

import msgspec

from chargeboard.domain.conclusions import Session
from chargeboard.domain.facts import OddityFound, Sampled
from chargeboard.domain.policy import Policy
from chargeboard.reasons import texts_of
from chargeboard.time.instants import HOUR, Instant, seconds_of
from chargeboard.time.spans import Span
from chargeboard.words.formats import DASH, duration, energy, kilo, several

_MOST_SHOWN = 4
_FLAGS = {
    "begin_inferred": "Nothing was read at the start, 0 stood for it; the first real reading is the begin.",
    "clock_repaired": "The charger's time could not be used; the time at which we received it stands in.",
    "energy_suspicious": "This is more energy than the charger can deliver in that time.",
    "energy_unknown": "How much energy flowed is not known: the meter does not tell it.",
    "matched_by_inference": "The stop names no known transaction; this is the only open one that fits.",
    "meter_glitch": "A reading far off its neighbours was left out.",
    "meter_reset": "The meter started again from zero. What it had counted before was kept.",
    "revised": "A message about it arrived after its day was over; figures of that day changed then.",
    "rollover": "The meter reached its highest number and went on from zero.",
    "session_relative_register": "The meter values count from the start of the session.",
}


_FALLS = frozenset({"meter_glitch", "meter_reset", "rollover"})


class Why(msgspec.Struct, frozen=True):
    """One inference, and the values as they were received."""

    text: str
    raw: str = ""


def counted(session: Session, policy: Policy) -> tuple[str, str]:
    """Whether it counts as a session (S2), and why not."""
    if session.is_open:
        return "not yet", "it counts once it has ended"
    if session.is_completed:
        return "yes, as a session", _shown_by(session)
    if session.energy_wh is None:
        limit = duration(policy.min_session_s)
        return "no", f"its energy is unknown, and no {limit} that ended by a stop show that energy flowed"
    return "no", f"{_wh(session.energy_wh)} is less than {_wh(policy.min_success_energy_wh)}"


def _shown_by(session: Session) -> str:
    """What made it a session, where its energy did not (S2a, V2G)."""
    if session.energy_wh is not None:
        return ""
    if session.export_wh:
        return "the vehicle fed energy back"
    return "the next one in this plug-in starts higher" if session.end_inferred else "it lasted long enough"


def whys(
    session: Session, samples: Sequence[Sampled], away: Sequence[Span], say: Callable[[Instant], str]
) -> Iterator[Why]:
    """Everything that the session's figures do not simply repeat from a message."""
    if session.end_inferred and session.end is not None:
        yield _no_stop(session, session.end, samples, say)
    stood = f"meter at the start {_wh(session.begin_wh)}, at the end {_wh(session.end_wh)}"
    fell = "; ".join(_falls(samples, say)) if _FALLS.intersection(session.flags) else ""
    first = next((one.register_wh for one in samples if one.register_wh is not None), None)
    raw = {
        "begin_inferred": stood,
        "energy_suspicious": f"{_mean(session)}; {stood}",
        "energy_unknown": stood,
        "matched_by_inference": f"it was given {', '.join(session.transaction_ids) or 'no id'}",
        "meter_glitch": fell,
        "meter_reset": fell,
        "rollover": fell,
        "session_relative_register": f"first meter value {_wh(first)}",
    }
    yield from (Why(_FLAGS[flag], raw.get(flag, "")) for flag in session.flags if flag in _FLAGS)
    if session.seems_kwh:
        yield Why("The meter seems to count kWh although it says Wh; the figures take it at its word.", stood)
    for gap in away:
        yield Why(
            f"No contact for {duration(seconds_of(gap.length))}."
            " What was measured meanwhile is known as far as the charger sent it later.",
            f"{say(gap.start)} – {say(gap.end)}",
        )
    repeats = session.duplicate_starts + session.duplicate_stops
    if repeats:
        yield Why(f"{several(repeats, 'retry', 'retries')} of its start or stop arrived and counted once.")


def repairs(found: Sequence[OddityFound]) -> list[Why]:
    """What was repaired or left out of the messages of that time; the first few."""
    return [Why(texts_of(one.what), one.raw) for one in found[:_MOST_SHOWN]]


def _no_stop(
    session: Session, end: Instant, samples: Sequence[Sampled], say: Callable[[Instant], str]
) -> Why:
    last = max((at for at in _flowing(session, samples) if at <= end), default=None)
    sign = "the last sign of energy" if last == end else "the first sign that it was over"
    return Why(
        f"No stop arrived. Its end is {sign}; its energy is a lower bound.",
        f"{'no energy was measured' if last is None else f'energy last flowed {say(last)}'},"
        f" end {say(end)}, meter then {_wh(session.end_wh)}",
    )


def _flowing(session: Session, samples: Sequence[Sampled]) -> Iterator[Instant]:
    """When a meter value said that energy flowed."""
    before = session.begin_wh
    for one in samples:
        rose = one.register_wh is not None and before is not None and one.register_wh > before
        if rose or (one.power_w or 0) > 0:
            yield one.at
        before = before if one.register_wh is None else one.register_wh


def _mean(session: Session) -> str:
    if session.energy_wh is None:
        return DASH
    hours = max(1, session.duration or 1) / HOUR
    return f"{energy(session.energy_wh)} in this time is {kilo(float(session.energy_wh) / hours)} kW"


def _falls(samples: Sequence[Sampled], say: Callable[[Instant], str]) -> list[str]:
    """Where the register fell."""
    told = [(one.at, one.register_wh) for one in samples if one.register_wh is not None]
    falls = [
        f"{before:,f} → {_wh(after)} at {say(at)}"
        for (_, before), (at, after) in pairwise(told)
        if after < before
    ]
    return falls[:_MOST_SHOWN]


def _wh(value: Decimal | float | None) -> str:
    return DASH if value is None else f"{Decimal(str(value)):,f} Wh"
