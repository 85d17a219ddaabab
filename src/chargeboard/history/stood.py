"""How did errors and repairs stand at the end of dates that have passed?"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec

from chargeboard.domain.conclusions import Episode
from chargeboard.domain.policy import Profile
from chargeboard.domain.records import Progress
from chargeboard.history.checkpoints import checkpoint_for
from chargeboard.history.tail import tail
from chargeboard.metrics.asked import Asked
from chargeboard.metrics.carry import Carry
from chargeboard.ports.store import Store
from chargeboard.time.days import midnight
from chargeboard.time.instants import Instant
from chargeboard.time.spans import Span


def stood(store: Store, profile: Profile, progress: Progress, asked: Asked) -> tuple[Carry, list[Episode]]:
    """
    The past in brief at the end of dates that have passed, and the errors of these dates as they stood then.

    By all that is known when it is asked: late evidence counts, what happened afterwards does not.
    """
    checkpoint = checkpoint_for(store, profile, progress, asked.stands_at, asked.at)
    then = tail(store, profile, progress, checkpoint, asked.stands_at, asked.at)
    start = midnight(asked.errors_window[0], asked.zone)
    early = (
        [
            one
            for one in store.episodes(profile.id, Span(min(start, checkpoint.at), checkpoint.at))
            if one.start < checkpoint.at
        ]
        if checkpoint
        else []
    )
    return then.carry, newest(early, then.found.conclusions.episodes)


def stood_as_kept(store: Store, profile: Profile, asked: Asked, found: Sequence[Episode]) -> list[Episode]:
    """
    The same errors where the evidence of these dates was let go of: those that are kept, cut at the end.

    Of one that was seen again afterwards it is only known when it began.
    """
    end = asked.stands_at
    span = Span(midnight(asked.errors_window[0], asked.zone), end)
    return [
        as_it_stood(one, end) for one in newest(store.episodes(profile.id, span), found) if one.start < end
    ]


def as_it_stood(one: Episode, end: Instant) -> Episode:
    """A kept error at an instant that lies before its end, without a word of what came after."""
    return msgspec.structs.replace(
        one,
        last_seen=one.last_seen if one.last_seen < end else one.start,
        end=one.end if one.end is not None and one.end <= end else None,
    )


def newest(stored: Iterable[Episode], computed: Sequence[Episode]) -> list[Episode]:
    """Stored and computed errors; of one that was open at the checkpoint the computed one."""
    again = {(one.socket, one.code, one.vendor_code, one.start) for one in computed}
    return [one for one in stored if (one.socket, one.code, one.vendor_code, one.start) not in again] + list(
        computed
    )
