"""What do the rules say of a charger, and what do they look at?"""

from __future__ import annotations

from datetime import timedelta

from chargeboard.domain.board import Board, Insight
from chargeboard.domain.conclusions import Episode
from chargeboard.domain.needs import worst_first
from chargeboard.guidance import of_a_window, of_complete_days, of_history, of_the_moment
from chargeboard.guidance.looked_at import History
from chargeboard.metrics.board import Evidence
from chargeboard.metrics.board_query import SHORT_DAYS, BoardQuery
from chargeboard.metrics.errors.rows import is_listed
from chargeboard.time.days import midnight
from chargeboard.time.instants import NEVER, Instant


def guidance(board: Board, asked: BoardQuery, seen: Evidence) -> tuple[list[Insight], Instant]:
    """All that is said, the most urgent first; and until when time alone leaves it true."""
    history = _history(asked, seen)
    if asked.is_over:
        return worst_first(of_a_window(board, history)), NEVER
    if board.charger.is_history:
        return worst_first(of_history(board, history)), NEVER
    over = [figures for on, figures in seen.days.items() if on < asked.today]
    lasting = seen.once(("guidance", asked.window), over, lambda: of_complete_days(board, history))
    return worst_first([*lasting, *of_the_moment(board, history)]), history.holds_until


def _history(asked: BoardQuery, seen: Evidence) -> History:
    """What the rules of guidance look at besides the board; a past look sees nothing of its future."""
    if asked.is_over:
        return History(
            now=asked.stands_at,
            zone=asked.zone,
            window=asked.window,
            days=list(seen.days.values()),
            ended=seen.ended_in(asked.sessions_span),
            episodes=_listed(asked, seen),
            unaccounted_wh=seen.carry.unaccounted.within(*asked.widest),
        )
    week = midnight(asked.today - timedelta(days=SHORT_DAYS), asked.zone)
    return History(
        now=asked.at,
        zone=asked.zone,
        days=list(seen.days.values()),
        attempts=[one for one in seen.found.attempts if one.start >= week],
        segments=seen.found.segments,
        sessions=[one for one in seen.found.sessions if one.is_open],
        ended=seen.ended_in(asked.sessions_span),
        gaps=seen.found.gaps,
        episodes=_listed(asked, seen),
        opened=seen.carry.link.opened,
        unaccounted_wh=seen.carry.unaccounted.within(*asked.widest),
    )


def _listed(asked: BoardQuery, seen: Evidence) -> list[Episode]:
    """The episodes that the rows of the errors count."""
    since = midnight(asked.errors_window[0], asked.zone)
    return [one for one in seen.found.episodes if is_listed(one, since)]
