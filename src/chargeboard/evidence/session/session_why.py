"""What had to be inferred to know a session, in plain words and with the raw values that say so?"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from itertools import pairwise

import msgspec

from chargeboard.domain.conclusions import Session
from chargeboard.domain.facts import OddityFound, Sampled
from chargeboard.domain.policy import Policy
from chargeboard.evidence.session.words import say
from chargeboard.reasons import texts_of
from chargeboard.time.instants import HOUR, Instant, seconds_of
from chargeboard.time.spans import Span
from chargeboard.words.formats import DASH, kilo

_MOST_SHOWN = 4
_FALLS = frozenset({"meter_glitch", "meter_reset", "rollover"})


class Why(msgspec.Struct, frozen=True):
    """One inference, and the values as they were received."""

    text: str
    raw: str = ""


def counted(session: Session, policy: Policy) -> tuple[str, str]:
    """Whether it counts as a session (S2), and why not."""
    if session.is_open:
        return say("not_yet"), say("once_ended")
    if session.is_completed:
        return say("yes"), _shown_by(session)
    if session.energy_wh is None:
        return say("no"), say("no_proof", limit=policy.min_session_s)
    limit = _wh(policy.min_success_energy_wh)
    return say("no"), say("too_little", energy=_wh(session.energy_wh), limit=limit)


def _shown_by(session: Session) -> str:
    """What made it a session, where its energy did not (S2a, V2G)."""
    if session.energy_wh is not None:
        return ""
    if session.export_wh:
        return say("vehicle_fed")
    return say("next_higher" if session.end_inferred else "long_enough")


def whys(
    session: Session, samples: Sequence[Sampled], away: Sequence[Span], told_at: Callable[[Instant], str]
) -> Iterator[Why]:
    """Everything that the session's figures do not simply repeat from a message."""
    if session.end_inferred and session.end is not None:
        yield _no_stop(session, session.end, samples, told_at)
    stood = say("stood", begin=_wh(session.begin_wh), end=_wh(session.end_wh))
    fell = "; ".join(_falls(samples, told_at)) if _FALLS.intersection(session.flags) else ""
    first = next((sample.register_wh for sample in samples if sample.register_wh is not None), None)
    raw = {
        "begin_inferred": stood,
        "energy_suspicious": say("mean_and_stood", mean=_mean(session), stood=stood),
        "energy_unknown": stood,
        "matched_by_inference": say("given", ids=", ".join(session.transaction_ids) or say("no_id")),
        "meter_glitch": fell,
        "meter_reset": fell,
        "rollover": fell,
        "session_relative_register": say("first_value", value=_wh(first)),
    }
    yield from (Why(say(f"flag_{flag}"), raw.get(flag, "")) for flag in session.flags)
    if session.seems_kwh:
        yield Why(say("seems_kwh"), stood)
    for gap in away:
        length = seconds_of(gap.length)
        yield Why(say("gap", length=length), f"{told_at(gap.start)} – {told_at(gap.end)}")
    repeats = session.duplicate_starts + session.duplicate_stops
    if repeats:
        yield Why(say("retries", n=repeats))


def repairs(oddity_founds: Sequence[OddityFound]) -> list[Why]:
    """What was repaired or left out of the messages of that time; the first few."""
    return [
        Why(texts_of(oddity_found.what), oddity_found.raw) for oddity_found in oddity_founds[:_MOST_SHOWN]
    ]


def _no_stop(
    session: Session, end: Instant, samples: Sequence[Sampled], told_at: Callable[[Instant], str]
) -> Why:
    last = max((at for at in _flowing(session, samples) if at <= end), default=None)
    told = {"end": told_at(end), "meter": _wh(session.end_wh)}
    return Why(
        say("no_stop_energy" if last == end else "no_stop_over"),
        say("no_flow", **told) if last is None else say("last_flow", last=told_at(last), **told),
    )


def _flowing(session: Session, samples: Sequence[Sampled]) -> Iterator[Instant]:
    """When a meter value said that energy flowed."""
    before = session.begin_wh
    for sample in samples:
        rose = sample.register_wh is not None and before is not None and sample.register_wh > before
        if rose or (sample.power_w or 0) > 0:
            yield sample.at
        before = before if sample.register_wh is None else sample.register_wh


def _mean(session: Session) -> str:
    if session.energy_wh is None:
        return DASH
    hours = max(1, session.duration or 1) / HOUR
    mean = kilo(float(session.energy_wh) / hours)
    return say("mean", energy=session.energy_wh, power=mean)


def _falls(samples: Sequence[Sampled], told_at: Callable[[Instant], str]) -> list[str]:
    """Where the register fell."""
    told = [(sample.at, sample.register_wh) for sample in samples if sample.register_wh is not None]
    falls = [
        say("fall", before=f"{before:,f}", after=_wh(after), at=told_at(at))
        for (_, before), (at, after) in pairwise(told)
        if after < before
    ]
    return falls[:_MOST_SHOWN]


def _wh(value: Decimal | float | None) -> str:
    return DASH if value is None else say("wh", energy=f"{Decimal(str(value)):,f}")
