"""How did errors and repairs stand at the end of dates that have passed?"""

from __future__ import annotations

from dataclasses import dataclass

import msgspec

from chargeboard.domain.conclusions import Episode
from chargeboard.history.charger import ChargerHistory
from chargeboard.metrics.carry import Carry
from chargeboard.time.instants import Instant
from chargeboard.time.spans import Span


@dataclass(frozen=True, slots=True)
class Standing:
    """The errors of a span as they stood at its end, or now where it goes on."""

    at: Instant
    carry: Carry
    """The past in brief; of a later instant where the evidence of how it stood is gone."""
    episodes: list[Episode]


def standing(history: ChargerHistory, span: Span) -> Standing:
    """
    What is told of the errors of a span.

    By all that is known now: late evidence counts, what happened afterwards does not. Where the evidence was
    let go of, what was concluded is cut at the end: of an error that was seen again afterwards it is only
    known when it began.
    """
    then = history.as_of(span.end)
    at = min(then.at, span.end)
    episodes = then.episodes(span)
    if at < then.at:
        episodes = [_cut_at(episode, at) for episode in episodes]
    return Standing(at, then.carry, episodes)


def _cut_at(episode: Episode, end: Instant) -> Episode:
    """A kept error at an instant that lies before its end, without a word of what came after."""
    return msgspec.structs.replace(
        episode,
        last_seen=episode.last_seen if episode.last_seen < end else episode.start,
        end=episode.end if episode.end is not None and episode.end <= end else None,
    )
