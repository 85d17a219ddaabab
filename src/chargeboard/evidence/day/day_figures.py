"""
What is each figure of a day a part of, and by which rule?

A percentage stands with its numerator and its denominator; figures that are often confused stand side by side
under their own names, and then once more socket by socket.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from chargeboard.domain.figures.board import (
    Headline,
    Number,
    SuccessDay,
    UptimeDay,
    UptimeSocket,
    UtilizationDay,
)
from chargeboard.domain.figures.day_evidence import DayEvidence, SocketDay
from chargeboard.domain.policy import Policy
from chargeboard.panels.utilization.words import say as say_of_utilization
from chargeboard.words.formats import DASH, count, duration, energy, percent, several


class Figure(msgspec.Struct, frozen=True):
    """One figure: its value, what it was made of, and the rule in short with its number."""

    name: str
    value: str
    made_of: str
    rule: str
    is_minor: bool = False
    """Another way to count what the figure before it counts."""


class Socket(msgspec.Struct, frozen=True):
    """One socket's part of the day."""

    name: str
    in_use: str
    available: str
    utilization: str
    attempts: str
    success: str
    sessions: str
    energy: str
    nevi: str
    uk: str


def figures(found: DayEvidence) -> tuple[Figure, ...]:
    """All figures of the day."""
    policy = found.policy
    made = [*_use(found, policy), *_success(found), *_amounts(found, policy)]
    return (*made, *(_uptime(found.uptime, found, policy) if found.uptime else ()))


def _of(part: Number, whole: Number, what: str) -> str:
    return f"{duration(part)} {what} of {duration(whole)}" if whole else "no time was observed"


def _use(found: DayEvidence, policy: Policy) -> Iterator[Figure]:
    use = found.utilization
    if use is None:
        yield Figure("Utilization", DASH, "no time was observed", "2.2")
        return
    whole = use.available_s
    basis, of = (
        say_of_utilization(policy.utilization_basis),
        "observed time of all sockets, downtime included",
    )
    if policy.utilization_denominator == "operative":
        of = "observed time without outages"
    yield Figure(
        "Utilization", percent(use.known_pct), _of(use.in_use_s, whole, "in use"), f"{basis}, of {of} (2.2)"
    )
    ways = (
        ("Occupied", use.occupied_s, "occupied", "charging, suspended, preparing and finishing"),
        ("Charging", use.charging_s, "charging", "charging alone: energy flows"),
    )
    for name, part, what, rule in ways:
        pct = percent(100 * part / whole if whole and (part or use.coverage_pct) else None)
        yield Figure(name, pct, _of(part, whole, what), f"{rule} (2.2)", is_minor=True)
    if use.capacity_factor_pct is not None and policy.rated_kw:
        observed_s = max(sum(states.values()) for states in found.states_s.values())
        made_of = f"{energy(found.energy_wh)} of {energy(policy.rated_kw * observed_s / 3.6)}"
        rule = f"energy, of {policy.rated_kw:g} kW over the observed hours (2.2)"
        yield Figure("Capacity factor", percent(use.capacity_factor_pct), made_of, rule, is_minor=True)
    coverage = use.coverage_pct
    held = found.states_s.values()
    observed = sum(sum(states.values()) for states in held)
    known = observed - sum(states.get("offline", 0) + states.get("unknown", 0) for states in held)
    yield Figure(
        "Coverage", percent(coverage), _of(known, observed, "known"), "neither offline nor unknown (T7)"
    )


def _attempts(head: Headline | SuccessDay | None) -> tuple[str, str]:
    if head is None:
        return DASH, "no attempts"
    if isinstance(head, SuccessDay):
        part, whole, pending = head.successes, head.attempts, head.pending
    else:
        part, whole, pending = int(head.numerator), int(head.denominator), 0
    later = f", {count(pending)} still open" if pending else ""
    told = f"{count(part)} of {several(whole, 'attempt')}" if whole else "no attempts that are over"
    return percent(head.pct), told + later


def _success(found: DayEvidence) -> Iterator[Figure]:
    tried = found.success
    yield Figure(
        "Success rate", *_attempts(tried), "attempts that got enough energy, of all that are decided (2.3)"
    )
    if tried is None or not tried.attempts:
        return
    yield Figure(
        "Charger success",
        percent(tried.charger_pct),
        f"{count(tried.successes)} of {several(tried.charger_attempts, 'attempt')}",
        "without the failures that are the driver's or the operator's (2.3)",
        is_minor=True,
    )
    end, whole = found.charge_end, found.session_success
    told = (
        f"{count(end.numerator)} of {several(int(end.denominator), 'session')}" if end.denominator else "none"
    )
    rule = "sessions with any energy that ended as they should; ChargeX equation 10, by our reading"
    yield Figure("Charge end success", percent(end.pct), told, rule, is_minor=True)
    rule = (
        "attempts that got any energy and ended as they should; ChargeX, and the German rate by our reading"
    )
    yield Figure("Session success", *_attempts(whole), rule, is_minor=True)


def _amounts(found: DayEvidence, policy: Policy) -> Iterator[Figure]:
    touching = several(len(found.sessions), "transaction")
    touches = "touches" if len(found.sessions) == 1 else "touch"
    yield Figure(
        "Sessions",
        count(found.sessions_completed),
        f"of {touching} that {touches} the day"
        if found.sessions_completed is not None
        else "nothing is known",
        f"ended on this day, with {policy.min_success_energy_wh} Wh or more (S2, 2.4)",
    )
    rule = (
        "of the sessions that ended on this day (2.4)"
        if policy.energy_per_day == "by_session_end"
        else "what the meters counted within the day (2.4)"
    )
    sockets = ", ".join(f"{energy(one.energy_wh)} on {_name(one.socket)}" for one in found.by_socket)
    yield Figure("Energy", energy(found.energy_wh), sockets if 1 < len(found.by_socket) <= 4 else "", rule)
    if found.export_wh:
        yield Figure(
            "Fed back", energy(found.export_wh), "", "by vehicles, never netted with the energy (4c)"
        )


def _uptime(up: UptimeDay, found: DayEvidence, policy: Policy) -> Iterator[Figure]:
    offline = sum(states.get("offline", 0) for states in found.states_s.values())
    excused = f", {duration(up.excluded_s)} of it excluded" if up.excluded_s else ""
    out = f"{duration(up.outage_s)} outage{excused} in {duration(up.total_s)}"
    rule = "faulted, unavailable and offline are outages; unknown time is left out"
    declared = "" if policy.exclusions else "; no exclusion is declared"
    yield Figure("Uptime, NEVI 680.116(b)", percent(up.nevi_pct), out, f"{rule}{declared} (2.8)")
    hard = f"{duration(up.outage_s - offline)} out of order in {duration(up.total_s)}"
    yield Figure(
        "Uptime, UK reg. 7",
        percent(up.uk_reg7_pct),
        hard,
        "offline is exempt, so reliable (2.8)",
        is_minor=True,
    )
    rest = f"{duration(up.outage_s - offline)} out of order in {duration(up.total_s - offline)}"
    yield Figure(
        "Uptime, UK template", percent(up.uk_template_pct), rest, "offline is left out (2.8)", is_minor=True
    )


def sockets(found: DayEvidence) -> tuple[Socket, ...]:
    """The figures socket by socket, where there is more than one."""
    return tuple(_socket(one) for one in found.by_socket) if len(found.by_socket) > 1 else ()


def _name(socket: int | None) -> str:
    return "no named socket" if socket is None else f"socket {socket}"


def _socket(one: SocketDay) -> Socket:
    use: UtilizationDay | None = one.utilization
    up: UptimeSocket | None = one.uptime
    return Socket(
        name=_name(one.socket).capitalize(),
        in_use=duration(use.in_use_s) if use else DASH,
        available=duration(use.available_s) if use else DASH,
        utilization=percent(use.known_pct if use else None),
        attempts=f"{count(one.success.successes)} of {count(one.success.attempts)}"
        if one.success.attempts
        else DASH,
        success=percent(one.success.pct),
        sessions=count(one.sessions),
        energy=energy(one.energy_wh),
        nevi=percent(up.nevi_pct if up else None),
        uk=percent(up.uk_reg7_pct if up else None),
    )
