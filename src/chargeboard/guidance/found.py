"""What do the rules find, and until when does it hold?"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from typing import Any, Final, TypeAlias

import msgspec
from msgspec.structs import replace

from chargeboard.domain.codes import Need
from chargeboard.domain.conclusions import DayFigures, Episode
from chargeboard.domain.figures.board import Board, Insight
from chargeboard.domain.figures.needs import worst_first
from chargeboard.domain.phrases import Phrase
from chargeboard.domain.policy import Policy
from chargeboard.domain.transitions import Kind, Subject
from chargeboard.guidance.looked_at import Keep, LookedAt
from chargeboard.guidance.rule import Found, LooksAt, Rule
from chargeboard.guidance.rules import RULES
from chargeboard.metrics import board_notes
from chargeboard.metrics.board import Evidence
from chargeboard.metrics.board_notes import Memory
from chargeboard.metrics.board_query import BoardQuery
from chargeboard.metrics.conversation import lately
from chargeboard.metrics.errors.rows import is_listed
from chargeboard.time.days import day_span, midnight
from chargeboard.time.instants import NEVER, Instant

Answer: TypeAlias = tuple[list[Insight], Instant, Instant]
"""
What a rule finds, until when that holds, and until when time alone has it find that, whatever becomes of the
figures.
"""
Answers: TypeAlias = dict[Rule, Answer]


class FoundBefore(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """What rules found at a look: of complete days, and each of the others."""

    of_days: Answer
    answers: dict[str, Answer]
    """By the rule's first code: several rules have one id."""


_ANSWERS: Final = "answers of the rules"
_OF_DAYS_FOUND: Final = ("guidance", None, "found")
_NOTHING: Final[tuple[object, Answers]] = (None, {})
_BY_CODE: Final = {rule.codes[0]: rule for rule in RULES}
_OF_DAYS: Final = [rule for rule in RULES if rule.looks_at is LooksAt.DAYS]
_OF_TODAY: Final = [rule for rule in RULES if rule.looks_at is not LooksAt.DAYS]
_OF_HISTORY: Final = [rule for rule in RULES if rule.looks_at in {LooksAt.DAYS, LooksAt.WINDOW}]
_OF_A_WINDOW: Final = [rule for rule in RULES if rule.looks_at is not LooksAt.MOMENT]


def guidance(board: Board, asked: BoardQuery, evidence: Evidence, until: Instant) -> Answer:
    """
    All that is found, the most urgent first, and until when time alone leaves it and all silence true.

    `until`: until when time alone leaves the figures what they are. The second instant does without it.
    """
    over = [figures for on, figures in evidence.days.items() if on < asked.today]

    def keep(what: object, make: Callable[[], Any]) -> Any:  # noqa: ANN401 - whatever is made of the days
        return evidence.once(("guidance", asked.window, what), over, make)

    seen = _looked_at(board, asked, evidence, keep)
    if asked.is_over:
        return of_a_window(seen), until, NEVER
    if board.charger.is_history:
        return of_history(seen), until, NEVER
    # what is not kept may yet become otherwise by waiting
    is_kept = all(day.on in evidence.kept_days for day in over)
    lasts_until = day_span(asked.today, asked.zone).end if is_kept else until
    known = (evidence.revision, board.policy)
    before, answers = evidence.memory.get(_ANSWERS, _NOTHING)
    if before != known or evidence.revision is None:
        answers = {}
        evidence.memory[_ANSWERS] = (known, answers)
    return of_now(seen, lasts_until, until, answers)


def told(memory: Memory) -> FoundBefore | None:
    """What was found at a look at the present that is remembered, without the figures of its days."""
    known, answers = memory.get(_ANSWERS, _NOTHING)
    if known is None or _OF_DAYS_FOUND not in memory:
        return None
    return FoundBefore(memory[_OF_DAYS_FOUND][1], {rule.codes[0]: answer for rule, answer in answers.items()})


def remember(
    memory: Memory, before: FoundBefore, days: Iterable[DayFigures], revision: int, policy: Policy
) -> None:
    """It was found of the complete days with these figures, and of all that is known of a revision."""
    board_notes.keep(memory, _OF_DAYS_FOUND, days, before.of_days)
    known = {_BY_CODE[code]: answer for code, answer in before.answers.items()}
    memory[_ANSWERS] = (revision, policy), known


def of_now(seen: LookedAt, lasts_until: Instant, until: Instant, answers: Answers) -> Answer:
    """All rules; what they say of complete days lasts until then, and is asked once while these are so."""
    today_ends = day_span(seen.today, seen.zone).end
    of_days, *_ = seen.once("found", partial(found, _OF_DAYS, seen, today_ends, {}))
    lasting = [
        one if one.true_until <= lasts_until else replace(one, true_until=lasts_until) for one in of_days
    ]
    insights, true_until, rules_until = found(_OF_TODAY, seen, until, answers)
    return worst_first([*lasting, *insights]), true_until, rules_until


def of_history(seen: LookedAt) -> list[Insight]:
    """What a charger that nobody listens to any more tells of its days: nothing of the moment, nor to do."""
    return _needing_nobody(found(_OF_HISTORY, seen, NEVER, {})[0])


def of_a_window(seen: LookedAt) -> list[Insight]:
    """What days that were asked for and have passed tell: nothing of what came after, and nothing to do."""
    return _needing_nobody(found(_OF_A_WINDOW, seen, NEVER, {})[0])


def _needing_nobody(insights: Iterable[Insight]) -> list[Insight]:
    return worst_first(replace(insight, need=Need.NOBODY) for insight in insights)


def found(rules: Iterable[Rule], seen: LookedAt, until: Instant, answers: Answers) -> Answer:
    """
    What these rules find, and until when time alone leaves true what they said and did not say.

    `answers` they gave since the charger said something last hold until their instant.
    """
    insights: list[Insight] = []
    true_until, rules_until = until, NEVER
    for rule in rules:
        if rule.is_last and any(insight.need for insight in insights):
            continue
        answer = answers.get(rule)
        is_of_others = rule.looks_at is LooksAt.FLEET
        if answer is None or is_of_others or seen.now >= answer[1] or (rule.slides and answer[0]):
            answer = answers[rule] = judged(rule, seen, until)
        true_until, rules_until = min(true_until, answer[1]), min(rules_until, answer[2])
        insights += answer[0]
    return insights, true_until, rules_until


def judged(rule: Rule, seen: LookedAt, until: Instant) -> Answer:
    """What a rule finds, and until when time alone leaves it true, or leaves the rule silent."""
    seen.ahead.clear()
    told = [*rule.judge(seen)]
    rule_until = min(seen.ahead, default=NEVER)
    true_until = min(until, rule_until)
    return [_insight(rule, one, true_until) for one in told], true_until, rule_until


def spoken(insights: Iterable[Insight]) -> dict[Subject, str]:
    """The rules that speak, each by its severity; what it says first where it speaks twice of one socket."""
    said: dict[Subject, str] = {}
    for insight in insights:
        socket = insight.numbers.get("socket")
        place = socket if isinstance(socket, int) else 0
        said.setdefault(Subject(Kind.RULE, place, insight.id), insight.severity)
    return said


def _insight(rule: Rule, told: Found, true_until: Instant) -> Insight:
    action = rule.action if told.action is None else told.action
    return Insight(
        id=rule.id,
        severity=rule.severity if told.severity is None else told.severity,
        code=told.code,
        numbers=told.numbers,
        panel=rule.panel if told.panel is None else told.panel,
        need=rule.need if told.need is None else told.need,
        action=(Phrase(action) if action else None) if isinstance(action, str) else action,
        since=told.since,
        true_until=true_until,
    )


def _looked_at(board: Board, asked: BoardQuery, seen: Evidence, keep: Keep) -> LookedAt:
    """What the rules look at; a look at the past sees nothing of its future."""
    if asked.is_over:
        return LookedAt(
            board=board,
            keep=keep,
            now=asked.stands_at,
            zone=asked.zone,
            window=asked.window,
            days=list(seen.days.values()),
            ended=seen.ended_in(asked.sessions_span),
            has_all_ended=seen.has_all_ended,
            episodes=_listed(asked, seen),
            unaccounted_wh=seen.carry.unaccounted.within(*asked.widest),
        )
    talk = lately(seen.memory, seen.carry.conversation, asked.today)
    return LookedAt(
        board=board,
        keep=keep,
        now=asked.at,
        zone=asked.zone,
        days=list(seen.days.values()),
        attempts=[] if board.charger.is_history else seen.attempts,
        states=seen.states,
        sessions=[session for session in seen.found.sessions if session.is_open],
        ended=seen.ended_in(asked.sessions_span),
        has_all_ended=seen.has_all_ended,
        gaps=seen.found.gaps,
        episodes=_listed(asked, seen),
        worse=seen.worse,
        opened=seen.carry.link.opened,
        troubles=talk.troubles,
        rhythms=talk.rhythms,
        unaccounted_wh=seen.carry.unaccounted.within(*asked.widest),
    )


def _listed(asked: BoardQuery, seen: Evidence) -> list[Episode]:
    """The episodes that the rows of the errors count."""
    since = midnight(asked.errors_window[0], asked.zone)
    return [episode for episode in seen.found.episodes if is_listed(episode, since)]
