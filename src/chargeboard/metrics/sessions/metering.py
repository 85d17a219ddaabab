"""
What did the meter of a transaction count, in and out (definitions S3, 4c)?

Its samples become registers inside the session; import and export stand apart and are never netted.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from itertools import pairwise
from operator import attrgetter, lt

from chargeboard.domain.conclusions import Reading
from chargeboard.domain.facts import Gathered, Register, Sampled
from chargeboard.domain.policy import Policy
from chargeboard.metrics.sessions.energy import summed
from chargeboard.metrics.sessions.gathered import course_of
from chargeboard.metrics.sessions.meter import Metered, Told, metered
from chargeboard.metrics.sessions.own_readings import begin_of, names, stop_of
from chargeboard.metrics.sessions.plausibility import is_plausible
from chargeboard.metrics.sessions.transaction import Transaction
from chargeboard.time.instants import NEVER, SECOND

_TWO = 2
_AT = attrgetter("at")


def imported(transaction: Transaction, policy: Policy) -> Metered:
    """What the vehicle was given; `samples` are those of its own meter, by time."""
    if transaction.told_wh is not None:
        return _concluded(transaction, transaction.told_wh)
    samples, begin_wh, stop_wh = transaction.samples, transaction.begin_wh, transaction.stop_wh
    stands_still = stop_wh is None or stop_wh == begin_wh
    if stands_still and all(sample.register_wh is None for sample in samples):
        if intervals := _told(transaction, lambda sample: sample.interval_wh):
            return _summed(transaction, intervals)
        if net := _told(transaction, lambda sample: sample.net_wh):
            return _netted(transaction, net, policy)[0]
    return metered(_registers(transaction), policy)


def _concluded(transaction: Transaction, energy_wh: Decimal) -> Metered:
    """Energy that another system told of a whole session: as it told when, else evenly up to its end."""
    if transaction.charged:
        return Metered(tuple(Reading(at, wh) for at, wh in transaction.charged), energy_wh)
    last = max([transaction.start, *transaction.told_at]) if transaction.end is None else transaction.end
    return Metered((Reading(transaction.start, Decimal(0)), Reading(last, energy_wh)), energy_wh)


def exported(transaction: Transaction, policy: Policy) -> Metered:
    """What the vehicle gave back (V2G); no reading of it: nothing is known."""
    if not _tells_export(transaction.samples):
        return Metered()
    if registers := _told(transaction, lambda sample: sample.export_wh):
        return metered(_own(transaction, _without_spikes(transaction, registers, policy)), policy)
    if intervals := _told(transaction, lambda sample: sample.export_interval_wh):
        return _summed(transaction, intervals)
    return _netted(transaction, _told(transaction, lambda sample: sample.net_wh), policy)[1]


def _tells_export(samples: Sequence[Sampled]) -> bool:
    for sample in samples:
        if sample.export_wh is not None or sample.net_wh is not None or sample.export_interval_wh is not None:
            return True
    return False


def _registers(transaction: Transaction) -> Told:
    """What the import register said: at the start, meanwhile, at the stop."""
    samples = [sample for sample in transaction.samples if sample.register_wh is not None]
    begin = None if transaction.begin_wh is None else Register(transaction.start, transaction.begin_wh)
    stop = None
    if transaction.is_v2:
        first, last = begin_of(transaction), stop_of(transaction)
        samples = [sample for sample in samples if sample is not first and sample is not last]
        begin = _register(transaction, first)
        stop = None if last is first else _register(transaction, last)
    elif transaction.stop_wh is not None and transaction.end is not None:
        stop = Register(transaction.end, transaction.stop_wh)
    # a stop of 0 after positive samples is no reading (S3); behind a real one nothing is read
    if stop is not None and stop.wh == 0 and any((sample.register_wh or 0) > 0 for sample in samples):
        stop = None
    is_closed = stop is not None or transaction.end in {sample.at for sample in samples}
    told = _with_courses(samples)
    if is_closed:
        told = [one for one in told if one.at <= transaction.until]
    inside = _inside(transaction, told)
    if transaction.is_v2:
        # the start heard twice is the start
        inside = [register for register in inside if register not in (begin, stop)]
    return _own(transaction, inside, begin, stop)


def _with_courses(samples: Sequence[Sampled]) -> list[Register]:
    """The import registers of samples, by time, those that were gathered included."""
    told = [Register(sample.at, sample.register_wh) for sample in samples if sample.register_wh is not None]
    gathered = [one for sample in samples if type(sample) is Gathered for one in course_of(sample)]
    return sorted([*told, *gathered], key=_AT) if gathered else told


def _own(
    transaction: Transaction,
    own: Sequence[Register],
    begin: Register | None = None,
    stop: Register | None = None,
) -> Told:
    return Told(
        start=transaction.start,
        end=transaction.end,
        begin=begin,
        own=own,
        stop=stop,
        is_stop_own=transaction.is_v2,
        is_timed=not transaction.clock_repaired,
    )


def _told(transaction: Transaction, value: Callable[[Sampled], Decimal | None]) -> list[Register]:
    """
    What register series of its samples says of a quantity (S3a).

    Those that name it where there are two, or no two that do not; never a mix.
    """
    told = [sample for sample in transaction.samples if value(sample) is not None]
    naming = [sample for sample in told if names(sample, transaction)]
    others = [sample for sample in told if not names(sample, transaction)]
    own = naming if len(naming) >= _TWO or (naming and len(others) < _TWO) else others
    return _inside(
        transaction, [Register(sample.at, wh) for sample in own if (wh := value(sample)) is not None]
    )


def _inside(transaction: Transaction, told: Sequence[Register]) -> list[Register]:
    """By time, inside the session; a value heard twice is one value."""
    start, last = transaction.start, NEVER if transaction.end is None else transaction.end
    ats = [one.at for one in told]
    if ats and start <= ats[0] and ats[-1] <= last and all(map(lt, ats, ats[1:])):
        return [*told]
    registers: list[Register] = []
    here = 0
    for one in told:
        register = one if start <= one.at <= last else Register(min(max(one.at, start), last), one.wh)
        if not registers or registers[-1].at != register.at:
            here = len(registers)
        elif register in registers[here:]:
            continue
        registers.append(register)
    return registers


def _register(transaction: Transaction, sample: Sampled | None) -> Register | None:
    if sample is None or sample.register_wh is None:
        return None
    return _inside(transaction, [Register(sample.at, sample.register_wh)])[0]


def _summed(transaction: Transaction, intervals: Sequence[Register]) -> Metered:
    readings = summed(transaction.start, transaction.end, intervals)
    return Metered(tuple(readings), readings[-1].energy_wh)


def _netted(transaction: Transaction, net: Sequence[Register], policy: Policy) -> tuple[Metered, Metered]:
    """Import and export by a register that nets them: what it rose by, and what it fell by (S3c)."""
    kept = _steady(net, policy) if not transaction.clock_repaired else list(net)
    if len(kept) < _TWO and transaction.end is not None:
        return Metered(), Metered()
    steps = [Register(after.at, after.wh - before.wh) for before, after in pairwise(kept)]
    fallen = [Register(step.at, -step.wh) for step in steps]
    return _summed(transaction, steps), _summed(transaction, fallen)


def _without_spikes(
    transaction: Transaction, registers: Sequence[Register], policy: Policy
) -> Sequence[Register]:
    """Without single registers that nothing could reach and leave again (S3b); a start of 0 stays."""
    if transaction.clock_repaired:
        return registers
    kept = _steady(registers, policy)
    if kept[0] is not registers[0]:
        kept.insert(0, registers[0])
    transaction.has_spikes |= len(kept) < len(registers)
    return kept


def _steady(net: Sequence[Register], policy: Policy) -> list[Register]:
    """Without a placeholder of 0 at the begin (S3b), and without single readings that nothing could reach."""
    kept: list[Register] = []
    for register, after in zip(net, [*net[1:], None], strict=False):
        near = kept[-1] if kept else after
        is_odd = near is not None and not is_plausible(
            abs(register.wh - near.wh), max(abs(register.at - near.at), SECOND), policy
        )
        is_left = after is not None and (
            not kept or abs(after.wh - kept[-1].wh) < abs(register.wh - kept[-1].wh)
        )
        if is_odd and is_left and (kept or register.wh == 0):
            continue
        kept.append(register)
    return kept
