"""What may be asked of a charger's history over a span? By name; answers of two histories are compared."""

from __future__ import annotations

from datetime import timedelta

from msgspec.structs import replace

from chargeboard.domain.facts import OddityFound
from chargeboard.history.days import day_figures
from chargeboard.history.lists import ListedAttempts, ListedSessions
from chargeboard.history.standing import standing
from chargeboard.run.answering.timeline import Timelines
from chargeboard.time.days import dates, day_of


def by_start(rows):
    return sorted(rows, key=lambda row: (row.start, repr(row)))


def timeline(history, span):
    drawn = Timelines().timeline(history, span)
    stays = sorted((stay.start, stay.key) for stay in drawn.stays)
    return replace(drawn, rows={}, stays=[]), stays


def totals(listed):
    found = listed.totals()
    return replace(found, energy_wh=round(found.energy_wh, 6))


def counted(listed):
    sums = {}
    for one in listed.counts():
        key = (one.outcome, one.stage)
        sums[key] = sums.get(key, 0) + one.attempts
    return sums


def facts(history, span):
    """Without oddities: one fact tells of an hour of them, and a look into it knows the first alone."""
    return [fact for fact in history.facts(span) if not isinstance(fact, OddityFound)]


def days(history, span):
    """Whether a day was revised is not told by the facts alone."""
    first, end = day_of(span.start, history.zone), day_of(history.at, history.zone) + timedelta(days=1)
    known = day_figures(history, set(dates(first, end)), first, end).figures
    return {on: replace(figures, revised=False) for on, figures in known.items()}


QUESTIONS = {
    "sessions": lambda history, span: by_start(history.sessions(span)),
    "attempts": lambda history, span: by_start(history.attempts(span)),
    "states": lambda history, span: [
        (socket, *stretch) for socket, states in history.states(span).items() for stretch in states.clip(span)
    ],
    "attempts in brief": lambda history, span: [
        (one.start, one.socket, one.outcome) for one in by_start(history.attempts_in_brief(span))
    ],
    "no energy": lambda history, span: by_start(history.no_energy(span)),
    "gaps": lambda history, span: by_start(history.gaps(span)),
    "episodes": lambda history, span: by_start(history.episodes(span)),
    "orphans": lambda history, span: history.orphans(span),
    "facts": facts,
    "errors then": lambda history, span: by_start(standing(history, span).episodes),
    "first errors": lambda history, span: standing(history, span).carry.first_ever_of(),
    "timeline": timeline,
    "sessions, keys": lambda history, span: [one.key for one in ListedSessions(history, span)],
    "sessions, totals": lambda history, span: totals(ListedSessions(history, span)),
    "attempts, counts": lambda history, span: counted(ListedAttempts(history, span)),
    "days": days,
    "settings": lambda history, span: history.carry.settings,
}
