"""
How long was the charger up by each official rule, and on which time do two of them differ?

Source: definitions 2.8, 4c Uptime windows. No official figure stands without its rule and its source.
"""

from __future__ import annotations

from datetime import date

import msgspec

from chargeboard.domain.figures.official import (
    OfficialDifference,
    OfficialDifferences,
    OfficialFigures,
    OfficialRule,
    OfficialSuccessRule,
    OfficialSums,
)
from chargeboard.drawing.states import label
from chargeboard.evidence.local_time import local_of
from chargeboard.evidence.official.words import say
from chargeboard.official.uptime.rules import RULE_OF
from chargeboard.official.words import say as say_of_rule
from chargeboard.panels.socket_label import socket_cell, socket_label
from chargeboard.words.dates import dates_through, day_year, month_of
from chargeboard.words.formats import DASH, about, duration, fine_percent, percent_in_column
from chargeboard.words.wall_clock import Local


class RuleLine(msgspec.Struct, frozen=True):
    """A rule over twelve months and the calendar year."""

    code: str
    name: str
    twelve_months: str
    calendar_year: str
    target: str
    down: str
    excluded: str
    unwatched: str
    exempt: str
    remarks: tuple[str, ...]
    is_missed: bool
    """It is below the rule's target."""


class SuccessLine(msgspec.Struct, frozen=True):
    """A rule of success over twelve months and the calendar year."""

    name: str
    twelve_months: str
    counted: str
    calendar_year: str
    meaning: str
    source: str
    address: str | None


class PctLine(msgspec.Struct, frozen=True):
    """A month or a socket: its uptime by each rule."""

    name: str
    remark: str
    values: tuple[str, ...]


class Piece(msgspec.Struct, frozen=True):
    """Some time on which two rules differ."""

    when: str
    start: int
    end: int
    lasted: str
    socket: str
    state: str
    first: str
    second: str


class Explained(msgspec.Struct, frozen=True):
    """What a rule counts, in words."""

    name: str
    meaning: str
    of: str
    excuses: str
    source: str
    address: str | None


class Option(msgspec.Struct, frozen=True):
    """Of a choice."""

    value: str
    name: str
    is_chosen: bool


class OfficialPage(msgspec.Struct, frozen=True):
    """The page."""

    window: str
    year: str
    has_data: bool
    known: str
    """Of how many of the twelve months anything is known, where it is not of all."""
    names: tuple[str, ...]
    rules: tuple[RuleLine, ...]
    sockets: tuple[PctLine, ...]
    months: tuple[PctLine, ...]
    success_names: tuple[str, ...]
    success: tuple[SuccessLine, ...]
    success_months: tuple[PctLine, ...]
    firsts: tuple[Option, ...]
    seconds: tuple[Option, ...]
    differ_months: tuple[Option, ...]
    first_name: str
    second_name: str
    differ: tuple[str, ...]
    pieces: tuple[Piece, ...]
    explained: tuple[Explained, ...]


def page(figures: OfficialFigures, differences: OfficialDifferences) -> OfficialPage:
    """The figures, and the time of a month on which two rules differ."""
    local = local_of(figures.charger)
    span = figures.twelve_months
    codes = [rule.code for rule in figures.rules]
    whole = [month for month in figures.months if not month.partial]
    known = sum(bool(month.sockets) for month in whole)
    return OfficialPage(
        window=dates_through(span.dates.from_, span.dates.through) if span.sockets else "",
        year=say("calendar_year", year=str(figures.calendar_year.dates.from_.year)) if span.sockets else "",
        has_data=bool(span.sockets),
        known=say("known_months", n=known) if 0 < known < len(whole) else "",
        names=tuple(say_of_rule(f"rule_{code}") for code in codes),
        rules=tuple(_rule_line(rule, figures) for rule in figures.rules),
        sockets=tuple(
            PctLine(socket_label(one.socket, figures.charger.socket_names), "", _values(one.rules, codes))
            for one in span.sockets
        )
        if len(span.sockets) > 1
        else (),
        months=tuple(
            PctLine(month_name(one.month), say("so_far") if one.partial else "", _values(one.rules, codes))
            for one in figures.months
            if one.sockets
        ),
        success_names=tuple(say_of_rule(f"success_{rule.code}") for rule in figures.success_rules),
        success=tuple(_success_line(rule, figures) for rule in figures.success_rules),
        success_months=tuple(
            PctLine(
                month_name(one.month),
                say("so_far") if one.partial else "",
                tuple(percent_in_column(one.success[rule.code].pct) for rule in figures.success_rules),
            )
            for one in figures.months
            if any(rate.of for rate in one.success.values())
        ),
        firsts=rule_options(differences.first),
        seconds=rule_options(differences.second),
        differ_months=tuple(
            Option(one.month, month_name(one.month), one.month == differences.month) for one in figures.months
        ),
        first_name=say_of_rule(f"rule_{differences.first}"),
        second_name=say_of_rule(f"rule_{differences.second}"),
        differ=_differ(differences),
        pieces=tuple(_piece(one, local, figures) for one in differences.differences),
        explained=tuple(_explained(rule) for rule in figures.rules),
    )


def _rule_line(rule: OfficialRule, figures: OfficialFigures) -> RuleLine:
    sums = figures.twelve_months.rules[rule.code]
    year = figures.calendar_year.rules[rule.code]
    pct = sums.uptime_pct
    return RuleLine(
        code=rule.code,
        name=say_of_rule(f"rule_{rule.code}"),
        twelve_months=fine_percent(pct),
        calendar_year=fine_percent(year.uptime_pct),
        target=DASH if rule.target_pct is None else say("at_least", share=rule.target_pct),
        down=_time(sums.down_s),
        excluded=_time(sums.excluded_s),
        unwatched=_time(sums.unwatched_s),
        exempt=_time(sums.exempt_s),
        remarks=tuple(_remarks(rule, sums, figures.rated_kw)),
        is_missed=rule.is_missed_by(pct),
    )


def _success_line(rule: OfficialSuccessRule, figures: OfficialFigures) -> SuccessLine:
    own = figures.twelve_months.success[rule.code]
    return SuccessLine(
        name=say_of_rule(f"success_{rule.code}"),
        twelve_months=percent_in_column(own.pct),
        counted=say("of_counted", part=own.successes, whole=own.of) if own.of else "",
        calendar_year=percent_in_column(figures.calendar_year.success[rule.code].pct),
        meaning=say_of_rule(f"success_meaning_{rule.code}"),
        source=say("source", source=rule.source, day=day_year(rule.read_on)),
        address=rule.address,
    )


def _remarks(rule: OfficialRule, sums: OfficialSums, rated_kw: float | None) -> list[str]:
    remarks = []
    if sums.beyond_cap_s:
        remarks.append(say("beyond", most=sums.beyond_cap_s))
    if rule.least_kw is not None and rated_kw is None:
        remarks.append(say("no_rate", least=rule.least_kw))
    elif rule.least_kw is not None and rated_kw is not None and rated_kw < rule.least_kw:
        remarks.append(say("not_of_rate", least=rule.least_kw, rated=rated_kw))
    return remarks


def _time(seconds: float) -> str:
    return about(seconds) if seconds else DASH


def _values(rules: dict[str, OfficialSums], codes: list[str]) -> tuple[str, ...]:
    return tuple(fine_percent(rules[code].uptime_pct if code in rules else None) for code in codes)


def month_name(text: str) -> str:
    """`Oct 2026`, of `2026-10`."""
    year, _, number = text.partition("-")
    return say("month_name", month=month_of(date(int(year), int(number), 1)), year=year)


def rule_options(chosen: str) -> tuple[Option, ...]:
    """Every rule of uptime."""
    return tuple(Option(code, say_of_rule(f"rule_{code}"), code == chosen) for code in RULE_OF)


def _differ(told: OfficialDifferences) -> tuple[str, ...]:
    month = month_name(told.month)
    if not told.total:
        return (say("differ_none", month=month),)
    shown = len(told.differences)
    in_all = say("differ_in_all", n=told.total, month=month, whole=told.seconds)
    return (in_all,) if shown == told.total else (in_all, say("differ_first", n=shown))


def _piece(one: OfficialDifference, local: Local, figures: OfficialFigures) -> Piece:
    return Piece(
        when=local.exactly(one.from_, one.to),
        start=one.from_,
        end=one.to,
        lasted=duration(one.seconds),
        socket=socket_cell(one.socket, figures.charger.socket_names),
        state=label(one.state),
        first=counts_words(one.first, one.first_by),
        second=counts_words(one.second, one.second_by),
    )


def counts_words(count: str, by: str | None) -> str:
    """How a rule counts some time, and by what."""
    told = say_of_rule(f"count_{count}")
    if by is None:
        return told
    return say("beyond_cap" if count == "down" else "because", count=told, kind=say_of_rule(by))


def _explained(rule: OfficialRule) -> Explained:
    excuses = [
        say_of_rule("cap_of_incident", kind=say_of_rule(cap.kind), most=cap.of_incident_s)
        if cap.of_incident_s is not None
        else say_of_rule("cap_of_year", kind=say_of_rule(cap.kind), most=cap.of_year_s)
        if cap.of_year_s is not None
        else say_of_rule(cap.kind)
        for cap in rule.excuses
    ]
    of = say_of_rule("for_each_port" if rule.of == "port" else "for_the_network")
    if rule.least_kw is not None:
        of = f"{of}, {say_of_rule('from_kw', most=rule.least_kw)}"
    return Explained(
        name=say_of_rule(f"rule_{rule.code}"),
        meaning=say_of_rule(f"meaning_{rule.code}"),
        of=of,
        excuses=", ".join(excuses) or say_of_rule("nothing_excuses"),
        source=say("source", source=rule.source, day=day_year(rule.read_on)),
        address=rule.address,
    )
