"""How are processes told to a person?"""

from __future__ import annotations

from chargeboard.cli.cluster.seen import Cluster, Lag, Process
from chargeboard.cli.cluster.words import say
from chargeboard.cli.paper import paper, plain_table
from chargeboard.domain.members import UNSAID, Knows

_COLUMNS = ("role", "place", "version", "code", "heard", "clock", "chargers", "shares", "chores", "lag")
_NOTHING = "-"


def tell_table(cluster: Cluster) -> None:
    """A row a process."""
    table = plain_table(*(say(f"column_{name}") for name in _COLUMNS))
    for one in cluster.processes:
        is_gateway, is_projector = one.role == "gateway", one.role == "projector"
        table.add_row(
            one.role,
            one.place,
            one.version,
            _code(one.knows),
            say("heard_ago", s=one.heard_s),
            _clock(one),
            str(one.connected) if is_gateway else _NOTHING,
            str(one.shares or one.log_parts or _NOTHING),
            ", ".join(one.chores) or _NOTHING,
            _lag(one.lag) if is_projector else _NOTHING,
        )
    paper().print(table)


def _code(knows: Knows) -> str:
    return _NOTHING if knows == UNSAID else f"{knows.schema}/{knows.fold}/{knows.metrics}"


def _clock(one: Process) -> str:
    if one.clock_ahead_s is None or one.clock_error_s is None:
        return _NOTHING
    return say("clock_is", ms=one.clock_ahead_s * 1e3, error=one.clock_error_s * 1e3)


def _lag(lag: Lag) -> str:
    if not lag.chargers:
        return _NOTHING
    return say("lag_is", frames=lag.frames, chargers=lag.chargers, s=lag.seconds)
