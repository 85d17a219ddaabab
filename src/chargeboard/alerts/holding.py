"""What of a rule holds of a charger at an instant?"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Final

import msgspec

from chargeboard.alerts.rule import Danger, Kind, Rule
from chargeboard.alerts.seen import Seen
from chargeboard.domain.conclusions import Episode
from chargeboard.guidance.harm import harm_of
from chargeboard.time.instants import HOUR, MINUTE, NEVER, Instant, Micros

MOMENT: Final[Micros] = 15 * MINUTE
"""A report of a moment counts as lasting so long: what is reported again within is one alert."""
_NO_CODE: Final = frozenset({"", "NoError"})
DANGERS: Final[Mapping[str, Danger]] = {
    "too_hot": Danger.HEAT,
    "cable_too_hot": Danger.HEAT,
    "leakage": Danger.LEAKAGE,
    "insulation": Danger.LEAKAGE,
    "too_much_current": Danger.CURRENT,
    "stuck_contactor": Danger.CURRENT,
    "voltage_at_the_connector": Danger.CURRENT,
    "opened_or_moved": Danger.DAMAGE,
    "emergency_stop": Danger.DAMAGE,
    "broken_latch": Danger.DAMAGE,
    "cable_cut_off": Danger.DAMAGE,
    "cable_torn_off": Danger.DAMAGE,
    "water": Danger.DAMAGE,
    "shock": Danger.DAMAGE,
    "tilted": Danger.DAMAGE,
}
"""Of which kind each danger of guidance is."""


class Holding(msgspec.Struct, frozen=True):
    """It holds of a socket (0: the charger), of a thing, since then; `until` is when it ends by itself."""

    socket: int
    since: Instant
    what: str = ""
    until: Instant = NEVER


def is_meant(rule: Rule, seen: Seen) -> bool:
    """Whether the rule is about this charger."""
    lists = (
        (rule.chargers, (seen.station,)),
        (rule.sites, (seen.site,)),
        (rule.tags, seen.tags),
        (rule.makers, (seen.maker,)),
        (rule.models, (seen.model,)),
    )
    return all(not wanted or set(map(_folded, wanted)) & set(map(_folded, has)) for wanted, has in lists)


def _folded(text: str) -> str:
    return text.strip().casefold()


def holding(rule: Rule, seen: Seen) -> list[Holding] | None:
    """All that holds; None where nobody can know, as nothing is heard of the charger."""
    if rule.is_off or seen.is_history or not is_meant(rule, seen):
        return []
    if rule.kind is not Kind.OUT_OF_CONTACT and seen.offline_since is not None:
        return None
    return list(_BY_KIND[rule.kind](rule, seen))


def _out_of_contact(_: Rule, seen: Seen) -> Iterator[Holding]:
    if seen.offline_since is not None:
        yield Holding(0, seen.offline_since)


def _faulted(_: Rule, seen: Seen) -> Iterator[Holding]:
    for socket, since in seen.faulted:
        yield Holding(socket, since)


def _state(rule: Rule, seen: Seen) -> Iterator[Holding]:
    for socket, state, since in seen.states:
        if not rule.states or state in rule.states:
            yield Holding(socket, since, state)


def _error(rule: Rule, seen: Seen) -> Iterator[Holding]:
    wanted = {code.strip().casefold() for code in rule.codes}
    for episode in seen.episodes:
        codes = {code.casefold() for code in (episode.code, episode.vendor_code or "", episode.error_code)}
        is_meant = codes & wanted if wanted else episode.severity == "fault"
        if is_meant and (one := _of_episode(episode, _name(episode), seen)):
            yield one


def _danger(rule: Rule, seen: Seen) -> Iterator[Holding]:
    for episode in seen.episodes:
        harm = harm_of(episode)
        kind = DANGERS.get(harm)
        if kind and (not rule.dangers or kind in rule.dangers) and (one := _of_episode(episode, harm, seen)):
            yield one


def _of_episode(episode: Episode, what: str, seen: Seen) -> Holding | None:
    if episode.is_momentary:
        until = episode.last_seen + MOMENT
        return Holding(episode.socket, episode.start, what, until) if until > seen.at else None
    return Holding(episode.socket, episode.start, what) if episode.end is None else None


def _name(episode: Episode) -> str:
    if episode.vendor_code in _NO_CODE or episode.vendor_code is None:
        return episode.code
    return f"{episode.code}/{episode.vendor_code}"


def _low_success(rule: Rule, seen: Seen) -> Iterator[Holding]:
    if is_low(rule, seen.attempts, seen.success_pct):
        yield Holding(0, seen.today)


def is_low(rule: Rule, attempts: int, success_pct: float | None) -> bool:
    """Whether too few of enough attempts succeeded."""
    return success_pct is not None and attempts >= rule.least_attempts and success_pct < rule.below_pct


def _silent_failure(_: Rule, seen: Seen) -> Iterator[Holding]:
    for socket, since in seen.silent:
        yield Holding(socket, since)


def _no_session(_: Rule, seen: Seen) -> Iterator[Holding]:
    if seen.idle_since is not None:
        yield Holding(0, seen.idle_since)


def _flapping(rule: Rule, seen: Seen) -> Iterator[Holding]:
    lately = sorted(at for at in seen.opened if seen.at - HOUR < at <= seen.at)
    if len(lately) >= max(1, rule.reconnects):
        yield Holding(0, lately[rule.reconnects - 1], "", lately[-rule.reconnects] + HOUR)


def _clock_off(_: Rule, seen: Seen) -> Iterator[Holding]:
    if seen.clock_off_since is not None:
        yield Holding(0, seen.clock_off_since)


def _no_energy(_: Rule, seen: Seen) -> Iterator[Holding]:
    for socket, since in seen.without_energy:
        yield Holding(socket, since)


_BY_KIND: Final[Mapping[Kind, Callable[[Rule, Seen], Iterator[Holding]]]] = {
    Kind.OUT_OF_CONTACT: _out_of_contact,
    Kind.FAULTED: _faulted,
    Kind.ERROR: _error,
    Kind.DANGER: _danger,
    Kind.LOW_SUCCESS: _low_success,
    Kind.SILENT_FAILURE: _silent_failure,
    Kind.NO_SESSION: _no_session,
    Kind.FLAPPING: _flapping,
    Kind.CLOCK_OFF: _clock_off,
    Kind.NO_ENERGY: _no_energy,
    Kind.STATE: _state,
}
