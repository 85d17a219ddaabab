"""What of the log before the database is not well, and what is there to do?"""

from __future__ import annotations

from collections.abc import Iterator

from chargeboard.cli.cluster.words import say
from chargeboard.store import Finding
from chargeboard.stream.lateness import is_too_late
from chargeboard.stream.state import LogState
from chargeboard.time.instants import SECOND, Instant

_BEHIND_S = 60.0
_LATE = 0.25
"""Of the time that the log keeps what was said."""
_FULL = 0.8
_DAY_S = 86_400.0


def judged_log(log: LogState, now: Instant) -> list[Finding]:
    """Each check; `now` by the clock of the database."""
    return [*_servers(log), *_room(log), *_unread(log, now)]


def _servers(log: LogState) -> Iterator[Finding]:
    yield Finding("ok", say("log_is", address=log.address, version=log.version, copies=len(log.servers)))
    for doubt, what_to_do in log.doubts:
        yield Finding("warning", doubt, what_to_do)
    for one in log.servers:
        if not one.is_there:
            yield Finding("error", say("log_server_away", name=one.name), say("do_log_server_away"))
        elif not one.is_current:
            yield Finding("warning", say("log_server_behind", name=one.name), say("do_log_server_behind"))


def _room(log: LogState) -> Iterator[Finding]:
    size, kept = (
        log.size_bytes / 1e6,
        "" if log.kept_s is None else say("log_keeps", days=log.kept_s / _DAY_S),
    )
    if log.most_bytes is None:
        yield Finding("ok", say("log_size", mb=size, messages=log.messages, kept=kept))
        return
    told = say("log_size_of", mb=size, most=log.most_bytes / 1e6, messages=log.messages, kept=kept)
    if log.size_bytes > _FULL * log.most_bytes:
        yield Finding("warning", told, say("do_log_size"))
    else:
        yield Finding("ok", told)


def _unread(log: LogState, now: Instant) -> Iterator[Finding]:
    waiting = [one for one in log.parts if one.messages]
    behind_s = max(((now - one.since) / SECOND for one in waiting if one.since is not None), default=0.0)
    kept_s = log.kept_s or float("inf")
    told = say(
        "log_unread",
        messages=sum(one.messages for one in waiting),
        parts=len(waiting),
        s=max(0.0, behind_s),
        share=100 * behind_s / kept_s,
    )
    if is_too_late(behind_s * SECOND, kept_s):
        yield Finding("error", told, say("do_log_unread_late"))
    elif behind_s > min(_BEHIND_S, _LATE * kept_s):
        yield Finding("warning", told, say("do_log_unread"))
    else:
        yield Finding("ok", told)
