"""What of all these processes and their database is not well, and what is there to do?"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from chargeboard.cli.cluster.seen import Cluster, Process, Share
from chargeboard.cli.cluster.words import say
from chargeboard.domain.members import UNSAID
from chargeboard.store import Finding, ServerState

_QUIET_S = 60.0
_OVER_S = 60.0
"""A lease is kept every few seconds, by a clock that may be another one."""
_BEHIND_S = 60.0
_CLOCKS_S = 1.0
_CLOCKS_FAR_S = 30.0
_CONNECTIONS = 0.8
_FREE_BYTES = 2 << 30
_FREE_SHARE = 0.1
_LONG_S = 300.0
_STANDBY_S, _STANDBY_BYTES = 60.0, 256 << 20
_SLOT_BYTES = 4 << 30
_NAMED = 5


def judged_processes(cluster: Cluster) -> list[Finding]:
    """Each check of who serves together."""
    return [
        *_there(cluster),
        *_versions(cluster),
        *_shares(cluster),
        *_lag(cluster),
        *_clocks(cluster),
    ]


def judged_server(server: ServerState | None) -> list[Finding]:
    """Each check of the server that keeps everything; nothing where there is none."""
    return [] if server is None else [*_server(server)]


def _alive(cluster: Cluster) -> list[Process]:
    return [one for one in cluster.processes if one.heard_s <= _QUIET_S]


def _there(cluster: Cluster) -> Iterator[Finding]:
    if not cluster.processes:
        yield Finding("ok", say("nobody_of_several"))
        return
    roles = {one.role for one in _alive(cluster)}
    if "gateway" not in roles:
        yield Finding("error", say("no_gateway"), say("start_role", role="gateway"))
    if "projector" not in roles:
        yield Finding("error", say("no_projector"), say("start_role", role="projector"))
    if cluster.log is not None and "reader" not in roles:
        yield Finding("error", say("no_reader"), say("start_role", role="projector"))
    if "web" not in roles:
        yield Finding("warning", say("no_web"), say("start_role", role="web"))
    for one in cluster.processes:
        if one.heard_s > _QUIET_S:
            yield Finding(
                "warning", say("quiet", role=one.role, place=one.place, s=one.heard_s), say("do_quiet")
            )
        elif one.impairment:
            told = say("has_trouble", role=one.role, place=one.place, why=one.impairment.replace("\n", " "))
            yield Finding("error", told)
    if {"gateway", "projector"} <= roles:
        yield Finding("ok", say("roles_there", n=len(_alive(cluster))))


def _versions(cluster: Cluster) -> Iterator[Finding]:
    alive = _alive(cluster)
    known = {one.knows for one in alive if one.knows != UNSAID}
    differs = {
        "version": {one.version for one in alive},
        "fold": {one.fold for one in known},
        "metrics": {one.metrics for one in known},
        "schema": {str(one.schema) for one in known},
    }
    for what, found in differs.items():
        if len(found) > 1:
            yield Finding("warning", say(f"differs_{what}", found=_listed(found)), say(f"do_differs_{what}"))
    schema = cluster.server.schema if cluster.server else 0
    for one in alive:
        if 0 < one.knows.schema < schema:
            told = say("schema_behind", role=one.role, place=one.place, known=one.knows.schema, schema=schema)
            yield Finding("warning", told, say("do_schema_behind"))


def _shares(cluster: Cluster) -> Iterator[Finding]:
    if not cluster.processes:
        return
    free = [one for one in cluster.shares if not one.owner]
    # whose chargers wait is worse than what nobody asks for
    if free:
        told = say("free", n=len(free), names=_listed(one.name for one in free), chargers=_sum(free))
        yield Finding("error" if _sum(free) else "warning", told, say("do_free"))
    over = [one for one in cluster.shares if one.owner and one.ends_in_s < -_OVER_S]
    if over:
        owners = _listed({one.owner for one in over})
        yield Finding("warning", say("over", n=len(over), owners=owners), say("do_over"))
    if not free and not over:
        yield Finding("ok", say("all_held", n=len(cluster.shares)))


def _sum(shares: Collection[Share]) -> int:
    return sum(one.chargers for one in shares)


def _lag(cluster: Cluster) -> Iterator[Finding]:
    lag = cluster.lag
    told = say("lag", chargers=lag.chargers, frames=lag.frames, s=lag.seconds)
    if lag.seconds > _BEHIND_S:
        yield Finding("warning", told, say("do_lag"))
    else:
        yield Finding("ok", told)


def _clocks(cluster: Cluster) -> Iterator[Finding]:
    clocks = cluster.clocks
    names = {"first": clocks.first or say("of_database"), "last": clocks.last or say("of_database")}
    told = say("clocks", spread=clocks.spread_s * 1e3, error=clocks.error_s * 1e3, **names)
    least = clocks.spread_s - clocks.error_s
    if least > _CLOCKS_S:
        yield Finding("error" if least > _CLOCKS_FAR_S else "warning", told, say("do_clocks"))
    elif any(one.clock_ahead_s is not None for one in cluster.processes):
        yield Finding("ok", told)
    silent = [one.place for one in _alive(cluster) if one.clock_ahead_s is None]
    if silent and cluster.server:
        yield Finding("ok", say("clocks_unknown", n=len(silent), places=_listed(silent)))


def _server(server: ServerState) -> Iterator[Finding]:
    yield Finding("ok", say("server_is", version=server.version, schema=server.schema))
    if server.takes_no_writes:
        yield Finding("error", say("is_standby"), say("do_is_standby"))
    if not server.is_durable:
        yield Finding("error", say("not_durable"), say("do_not_durable"))
    used = say("connections", used=server.connections, most=server.most_connections)
    if server.connections > _CONNECTIONS * server.most_connections:
        yield Finding("warning", used, say("do_connections"))
    else:
        yield Finding("ok", used)
    yield from _disk(server)
    if server.oldest_transaction_s > _LONG_S:
        yield Finding("warning", say("long", s=server.oldest_transaction_s), say("do_long"))
    yield from _standbys(server)


def _disk(server: ServerState) -> Iterator[Finding]:
    mb = server.size_bytes / 1e6
    if server.free_bytes is None:
        yield Finding("ok", say("size_unknown_room", mb=mb))
    elif server.free_bytes < max(_FREE_BYTES, _FREE_SHARE * server.size_bytes):
        yield Finding("warning", say("size_and_room", mb=mb, free=server.free_bytes / 1e6), say("do_disk"))
    else:
        yield Finding("ok", say("size_and_room", mb=mb, free=server.free_bytes / 1e6))
    if server.archive_fails:
        yield Finding("warning", say("archive_fails"), say("do_archive"))
    if server.kept_for_slots_bytes > _SLOT_BYTES:
        yield Finding("warning", say("slots", mb=server.kept_for_slots_bytes / 1e6), say("do_slots"))


def _standbys(server: ServerState) -> Iterator[Finding]:
    for one in server.standbys:
        if one.behind_bytes is None:
            yield Finding("ok", say("standby_untold", name=one.name), say("do_standby_untold"))
            continue
        told = say(
            "standby",
            name=one.name,
            state=one.state,
            awaited=say("awaited" if one.is_awaited else "not_awaited"),
            mb=one.behind_bytes / 1e6,
            s=one.behind_s or 0.0,
        )
        is_late = one.behind_bytes > _STANDBY_BYTES or (one.behind_s or 0.0) > _STANDBY_S
        if is_late or one.state != "streaming":
            yield Finding("warning", told, say("do_standby"))
        else:
            yield Finding("ok", told)
    if not server.standbys and not server.takes_no_writes:
        yield Finding("ok", say("no_standby"))


def _listed(names: Iterable[str]) -> str:
    found = sorted(names)
    return ", ".join(found[:_NAMED]) + (" ..." if len(found) > _NAMED else "")
