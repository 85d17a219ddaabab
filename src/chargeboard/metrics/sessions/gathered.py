"""
How is a long transaction told in few meter values?

What was long ago and tells only how the register rose is gathered into the meter value behind it: the
registers stay what they were, to be told by day, and who asks for signs, turns and power looks at few.
Gathering what was gathered, together with what came since, is gathering all of it (law: Thinned).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from msgspec.structs import asdict, replace

from chargeboard.domain.facts import Gathered, Register, Sampled
from chargeboard.metrics.sessions.thinned import final_until, plain_series, turns

_FEW: Final = 3


def gathered(samples: list[Sampled]) -> list[Sampled]:
    """The meter values of one transaction, which are thinned, by time."""
    if len(samples) < _FEW or samples[0].at >= final_until(samples[-1].at):
        return samples
    kept: dict[int, Sampled] = dict(enumerate(samples))
    for places in plain_series(samples, of_registers=True):
        until = final_until(samples[places[-1]].at)
        if samples[places[0]].at >= until:
            continue
        needed = {places[n] for n in turns([samples[place] for place in places])}
        course: list[Register] = []
        for place in places:
            sample = samples[place]
            wh = sample.register_wh
            if sample.at < until and place not in needed and wh is not None:
                course += [*course_of(sample), Register(sample.at, wh)]
                del kept[place]
            elif course:
                kept[place] = _behind(course, sample)
                course = []
            elif sample.at >= until:
                break
    return [*kept.values()]


def course_of(sample: Sampled) -> tuple[Register, ...]:
    """What was gathered into a meter value; nothing where its register is not the transaction's."""
    return sample.course if isinstance(sample, Gathered) and sample.register_wh is not None else ()


def apart_again(samples: Sequence[Sampled]) -> Sequence[Sampled]:
    """Each register as a meter value of its own, by time."""
    if not any(isinstance(sample, Gathered) for sample in samples):
        return samples
    apart = [
        Sampled(
            one.at,
            min(sample.received_at, max(one.at, samples[0].received_at)),
            socket=sample.socket,
            transaction_id=sample.transaction_id,
            register_wh=one.wh,
            context=sample.context,
            clock_repaired=sample.clock_repaired,
            location=sample.location,
        )
        for sample in samples
        for one in course_of(sample)
    ]
    own = [replace(sample, course=()) if isinstance(sample, Gathered) else sample for sample in samples]
    return sorted([*own, *apart], key=lambda sample: sample.at)


def _behind(course: Sequence[Register], sample: Sampled) -> Gathered:
    told = asdict(sample)
    return Gathered(**told | {"course": (*course, *course_of(sample))})
