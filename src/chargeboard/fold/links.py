"""Was the charger there? Connections and silence, in order of arrival (definitions 1.5)."""

from __future__ import annotations

from chargeboard.domain.contact import is_lost, reconnect_grace
from chargeboard.domain.facts import (
    AnyFact,
    CollectorGap,
    IntervalSet,
    LinkClosed,
    LinkOpened,
    LinkReplaced,
    PaceFound,
    PingAnswered,
    Quiet,
)
from chargeboard.domain.frame import Frame
from chargeboard.domain.policy import Policy
from chargeboard.fold.memory import Links
from chargeboard.time.instants import MINUTE, SECOND, Instant, Micros
from chargeboard.time.spans import Span

_QUIET = MINUTE
_MOST_LIVE = 16
_MOST_AWAY = 64
_BEATS = 5
_PACE_STEP_S = 5


def hear(links: Links, frame: Frame, policy: Policy, *, is_beat: bool = False) -> list[AnyFact]:
    """The charger gave a sign of life: end a silence, and open a link that nobody announced."""
    found: list[AnyFact] = []
    now, last = frame.received_at, links.heard_at
    if last is not None and now - last > _QUIET:
        found.append(Quiet(last, now, now, is_beat and links.beat_at is not None))
        limit = policy.silence_limit(links.interval_s, links.pace_s, links.ping_s)
        if policy.silence_detection and is_lost(last, now, limit):
            _was_away(links, Span(last, now))
    heard_at = links.heard_at = now if last is None or now > last else last
    if is_beat:
        if links.beat_at is not None and _beat(links, Span(links.beat_at, heard_at)):
            found += weigh(links, now)
        links.beat_at = heard_at
    else:
        links.beat_at = None
    if not links.live and not _is_straggler(links, frame):
        found.append(_open(links, now, frame.connection, policy))
    return found


def _beat(links: Links, gap: Span) -> bool:
    """Notes the latest gap; whether the pace of the last five may be another one now."""
    beats, length, pace_s = links.beats, gap.end - gap.start, links.pace_s
    beats.append(gap)
    if len(beats) <= _BEATS:
        return True
    first = beats.pop(0)
    if not pace_s:
        # a gap that is as agreed makes no pace of five that was none before
        return length > _QUIET and length > _as_agreed(links)
    slowest = pace_s * SECOND
    fastest = slowest - _PACE_STEP_S * SECOND
    if fastest < length <= slowest and fastest < first.end - first.start <= slowest:
        # one gap of this very pace in another one's place changes no median
        return fastest < _as_agreed(links)
    return True


def agree(links: Links, event: IntervalSet) -> list[AnyFact]:
    """An interval was set or read; heartbeats that come slower than it still do (O3a)."""
    links.interval_s = event.interval_s
    return [event, *weigh(links, event.received_at)]


def weigh(links: Links, now: Instant) -> list[AnyFact]:
    """How far apart heartbeats come, a fact where that changes and is slower than agreed."""
    if len(links.beats) < _BEATS:
        return []
    median = sorted([gap.end - gap.start for gap in links.beats])[_BEATS // 2]
    step = _PACE_STEP_S * SECOND
    pace_s = -(-median // step) * _PACE_STEP_S if median > _as_agreed(links) else 0
    if pace_s == links.pace_s:
        return []
    links.pace_s = pace_s
    return [PaceFound(now, now, pace_s, links.beats[0].start)]


def _as_agreed(links: Links) -> Micros:
    """A gap between heartbeats that is no slower than was agreed, or too short to be a silence."""
    agreed = (links.interval_s or 0) * SECOND
    return max(_QUIET, agreed)


def turn(links: Links, event: LinkOpened | LinkClosed, policy: Policy) -> list[AnyFact]:
    """A connection opened or closed; only the last close and the first open count (O2, O4)."""
    if isinstance(event, LinkOpened):
        if not links.live:
            return [_open(links, event.at, event.connection, policy)]
        if event.connection in links.live:
            return []
        if links.live == [""]:
            links.live = [event.connection]
            return []
        links.live = [*links.live, event.connection][-_MOST_LIVE:]
        return [LinkReplaced(event.at, event.received_at, event.connection)]
    if event.connection in links.live:
        links.live.remove(event.connection)
    elif links.live == [""]:
        links.live = []
    elif links.live or links.closed_at is not None:
        return []
    if links.live:
        return []
    return [_close(links, event)]


def pong(links: Links, event: PingAnswered) -> list[AnyFact]:
    """An answer to our ping: a fact when it is the connection's first."""
    if event.interval_s is None or links.ping_s == event.interval_s:
        return []
    links.ping_s = event.interval_s
    return [event]


def missed(links: Links, event: CollectorGap) -> list[AnyFact]:
    """We were away: what was stamped meanwhile is believed, and lost connections are closed ones."""
    links.beat_at = None
    _was_away(links, Span(event.at, event.until))
    if not (event.links_lost and links.live):
        return [event]
    links.live = []
    return [event, _close(links, LinkClosed(event.at, event.received_at))]


def _open(links: Links, at: Instant, connection: str, policy: Policy) -> LinkOpened:
    if links.closed_at is not None and is_lost(links.closed_at, at, reconnect_grace(policy)):
        _was_away(links, Span(links.closed_at, at))
    links.live, links.closed_at = [connection], None
    return LinkOpened(at, at, connection)


def _close(links: Links, event: LinkClosed) -> LinkClosed:
    links.closed_at, links.closed_connection, links.ping_s = event.at, event.connection, None
    links.beat_at = None
    return event


def _is_straggler(links: Links, frame: Frame) -> bool:
    """A frame written down just after its connection closed does not bring the link back."""
    if links.closed_at is None:
        return False
    since = frame.received_at - links.closed_at
    return since <= (MINUTE if frame.connection == links.closed_connection != "" else SECOND)


def _was_away(links: Links, gap: Span) -> None:
    links.away = [*links.away, gap][-_MOST_AWAY:]
