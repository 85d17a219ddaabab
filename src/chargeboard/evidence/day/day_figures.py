"""
What is each figure of a day a part of, and by which rule?

A percentage stands with its numerator and its denominator; figures that are often confused stand side by side
under their own names, and then once more socket by socket.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from chargeboard.domain.figures.day_evidence import DayEvidence, SocketDay
from chargeboard.domain.figures.day_rows import Headline, SuccessDay, UptimeDay, UptimeSocket, UtilizationDay
from chargeboard.domain.figures.measures import Number
from chargeboard.domain.policy import Policy
from chargeboard.evidence.day.words import say
from chargeboard.evidence.words import say as say_of_evidence
from chargeboard.panels.utilization.words import say as say_of_utilization
from chargeboard.panels.words import say as say_of_panels
from chargeboard.words.formats import DASH, count, duration, energy, percent, percent_in_column


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


def figures(day_evidence: DayEvidence) -> tuple[Figure, ...]:
    """All figures of the day."""
    policy = day_evidence.policy
    made = [*_use(day_evidence, policy), *_success(day_evidence), *_amounts(day_evidence, policy)]
    return (*made, *(_uptime(day_evidence.uptime, day_evidence, policy) if day_evidence.uptime else ()))


def _made_of(told: str, part: Number, whole: Number) -> str:
    return say(told, part=part, whole=whole) if whole else say("no_time")


def _use(day: DayEvidence, policy: Policy) -> Iterator[Figure]:
    use = day.utilization
    if use is None:
        yield Figure(say("utilization"), DASH, say("no_time"), "2.2")
        return
    whole, basis = use.available_s, say_of_utilization(policy.utilization_basis)
    rule = (
        "utilization_rule_operative" if policy.utilization_denominator == "operative" else "utilization_rule"
    )
    made_of = _made_of("part_in_use", use.in_use_s, whole)
    yield Figure(say("utilization"), percent(use.known_pct), made_of, say(rule, basis=basis))
    is_known = use.coverage_pct

    def share(part: Number) -> str:
        return percent(100 * part / whole if whole and (part or is_known) else None)

    made_of = _made_of("part_occupied", use.occupied_s, whole)
    yield Figure(say("occupied"), share(use.occupied_s), made_of, say("occupied_rule"), is_minor=True)
    made_of = _made_of("part_charging", use.charging_s, whole)
    yield Figure(say("charging"), share(use.charging_s), made_of, say("charging_rule"), is_minor=True)
    held = day.states_s.values()
    if use.capacity_factor_pct is not None and policy.rated_kw:
        observed_s = max(sum(states.values()) for states in held)
        made_of = say("capacity_made", energy=day.energy_wh, most=policy.rated_kw * observed_s / 3.6)
        rule = say("capacity_rule", power=f"{policy.rated_kw:g}")
        yield Figure(say("capacity"), percent(use.capacity_factor_pct), made_of, rule, is_minor=True)
    observed = sum(sum(states.values()) for states in held)
    known = observed - sum(states.get("offline", 0) + states.get("unknown", 0) for states in held)
    made_of = _made_of("part_known", known, observed)
    yield Figure(say("coverage"), percent(use.coverage_pct), made_of, say("coverage_rule"))


def _attempts(head: Headline | SuccessDay | None) -> tuple[str, str]:
    if head is None:
        return DASH, say("no_attempts")
    if isinstance(head, SuccessDay):
        part, whole, pending = head.successes, head.attempts, head.pending
    else:
        part, whole, pending = int(head.numerator), int(head.denominator), 0
    told = say("of_attempts", part=part, n=whole) if whole else say("none_over")
    return percent(head.pct), say("with_open", attempts=told, open=pending) if pending else told


def _success(day: DayEvidence) -> Iterator[Figure]:
    tried = day.success
    yield Figure(say("success_rate"), *_attempts(tried), say("success_rule"))
    if tried is None or not tried.attempts:
        return
    made_of = say("of_attempts", part=tried.successes, n=tried.charger_attempts)
    name, rule = say("charger_success"), say("charger_rule")
    yield Figure(name, percent(tried.charger_pct), made_of, rule, is_minor=True)
    end, whole = day.charge_end, day.session_success
    made_of = (
        say("of_sessions", part=end.numerator, n=int(end.denominator)) if end.denominator else say("none")
    )
    yield Figure(say("end_success"), percent(end.pct), made_of, say("end_rule"), is_minor=True)
    yield Figure(say("session_success"), *_attempts(whole), say("session_rule"), is_minor=True)


def _amounts(day: DayEvidence, policy: Policy) -> Iterator[Figure]:
    is_known = day.sessions_completed is not None
    made_of = say("touching", n=len(day.sessions)) if is_known else say("nothing_known")
    rule = say("sessions_rule", limit=policy.min_success_energy_wh)
    yield Figure(say("sessions"), count(day.sessions_completed), made_of, rule)
    rule = say("energy_rule_end" if policy.energy_per_day == "by_session_end" else "energy_rule")
    of_sockets = (
        say("energy_on", energy=part.energy_wh, socket=_name(part.socket))
        for part in day.by_socket
        if part.energy_wh is not None
    )
    made_of = ", ".join(of_sockets) if 1 < len(day.by_socket) <= 4 else ""
    yield Figure(say("energy"), energy(day.energy_wh), made_of, rule)
    if day.export_wh:
        yield Figure(say("fed_back"), energy(day.export_wh), "", say("fed_back_rule"))


def _uptime(up: UptimeDay, day: DayEvidence, policy: Policy) -> Iterator[Figure]:
    offline = sum(states.get("offline", 0) for states in day.states_s.values())
    hard, told = up.outage_s - offline, {"outage": up.outage_s, "whole": up.total_s}
    out = (
        say("outage_made_excluded", excluded=up.excluded_s, **told)
        if up.excluded_s
        else say("outage_made", **told)
    )
    rule = say("nevi_rule" if policy.exclusions else "nevi_rule_undeclared")
    yield Figure(say("nevi_name"), percent(up.nevi_pct), out, rule)
    out = say("out_of_order", outage=hard, whole=up.total_s)
    name, rule = say("uk_reg7_name"), say("uk_reg7_rule")
    yield Figure(name, percent(up.uk_reg7_pct), out, rule, is_minor=True)
    out = say("out_of_order", outage=hard, whole=up.total_s - offline)
    name, rule = say("uk_template_name"), say("uk_template_rule")
    yield Figure(name, percent(up.uk_template_pct), out, rule, is_minor=True)


def sockets(day_evidence: DayEvidence) -> tuple[Socket, ...]:
    """The figures socket by socket, where there is more than one."""
    return (
        tuple(_socket(socket_day) for socket_day in day_evidence.by_socket)
        if len(day_evidence.by_socket) > 1
        else ()
    )


def _name(socket: int | None) -> str:
    return say("no_named_socket") if socket is None else say("of_socket", number=socket)


def _socket(socket_day: SocketDay) -> Socket:
    use: UtilizationDay | None = socket_day.utilization
    up: UptimeSocket | None = socket_day.uptime
    return Socket(
        name=say("no_named_socket_row")
        if socket_day.socket is None
        else say_of_panels("socket", number=socket_day.socket),
        in_use=duration(use.in_use_s) if use else DASH,
        available=duration(use.available_s) if use else DASH,
        utilization=percent_in_column(use.known_pct if use else None),
        attempts=say_of_evidence(
            "share", part=socket_day.success.successes, whole=socket_day.success.attempts
        )
        if socket_day.success.attempts
        else DASH,
        success=percent_in_column(socket_day.success.pct),
        sessions=count(socket_day.sessions),
        energy=energy(socket_day.energy_wh),
        nevi=percent_in_column(up.nevi_pct if up else None),
        uk=percent_in_column(up.uk_reg7_pct if up else None),
    )
