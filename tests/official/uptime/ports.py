"""Sockets of which a story is told in minutes, and what rules make of them."""

from datetime import UTC, datetime

from chargeboard.domain.codes import ExclusionKind
from chargeboard.domain.policy import Exclusion, Policy
from chargeboard.official.uptime.counting import counted
from chargeboard.official.uptime.port import Port
from chargeboard.official.uptime.rules import RULE_OF
from chargeboard.official.uptime.sums import sums_of, uptime_pct
from chargeboard.time.days import midnight
from chargeboard.time.instants import MINUTE, instant_of
from chargeboard.time.series import Series
from chargeboard.time.spans import Span

DAY = 24 * 60
"""Minutes."""


def month(year, number, zone="UTC"):
    """A calendar month of a zone."""
    following = (year + 1, 1) if number == 12 else (year, number + 1)
    first, last = (datetime(*one, 1, tzinfo=UTC).date() for one in ((year, number), following))
    return Span(midnight(first, zone), midnight(last, zone))


def at(text):
    return instant_of(datetime.fromisoformat(text))


def port(*told, begin, since=None, exclusions=(), **policy):
    """
    A socket that was in each state for so many minutes, one after the other, from `begin` on.

    An exclusion is (kind, from, to), times as text.
    """
    stretches, now = [], begin
    for state, minutes in told:
        stretches.append((now, now + minutes * MINUTE, state))
        now += minutes * MINUTE
    declared = tuple(Exclusion(start, end, "x", kind=ExclusionKind(kind)) for kind, start, end in exclusions)
    return Port(
        socket=1,
        states=Series(stretches),
        since=begin if since is None else since,
        policy=Policy(exclusions=declared, **policy),
    )


def minutes(rule, one, window):
    """How many minutes count as what; what is none is left out."""
    sums = sums_of(counted(RULE_OF[rule], one, window))
    named = zip(("up", "down", "excluded", "unwatched", "exempt", "beyond"), sums_in(sums), strict=True)
    return {name: length / MINUTE for name, length in named if length}


def sums_in(sums):
    return (sums.up, sums.down, sums.excluded, sums.unwatched, sums.exempt, sums.beyond)


def pct(rule, one, window):
    return uptime_pct(sums_of(counted(RULE_OF[rule], one, window)))
