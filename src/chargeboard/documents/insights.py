"""How is guidance written: by code, with its numbers, and as it is said?"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import Any

import msgspec

from chargeboard.domain.codes import Need, Weight
from chargeboard.domain.figures.board import Insight
from chargeboard.domain.phrases import Numbers, Phrase, Told
from chargeboard.guidance.rule import Kind
from chargeboard.guidance.saying import KINDS, Clock, action_of, text_of
from chargeboard.time.instants import Instant
from chargeboard.time.instants import text_of as stamp_of
from chargeboard.words.languages import SPOKEN, Language


class PhraseDocument(msgspec.Struct):
    """Words within a sentence, by their code."""

    code: str
    numbers: dict[str, Any] = {}


class InsightDocument(msgspec.Struct, kw_only=True):
    """One sentence of guidance from this charger's data (definitions 3)."""

    id: str
    severity: Weight
    text: str
    code: str
    """Of the sentence, whatever its language."""
    numbers: dict[str, float | int | str | PhraseDocument | list[PhraseDocument] | None] = {}
    """Each name is of one type, or null where there is nothing to say of it."""
    panel: str = ""
    """utilization, success, errors, events, ongoing, sessions, energy, overview or quality."""
    need: Need = Need.NOBODY
    """Why somebody has to act; empty: nobody has to."""
    action: str = ""
    """What to do about it."""
    since: str | None = None
    """Since when it lasts, where it is a thing of now."""


def insight_document(insight: Insight, clock: Clock) -> InsightDocument:
    """An insight, said by the wall clock of its charger; nobody changes it."""
    return _insight_document(insight, clock, SPOKEN.get())


@lru_cache(maxsize=4096)
def _insight_document(insight: Insight, clock: Clock, _language: Language) -> InsightDocument:
    return InsightDocument(
        id=insight.id,
        severity=insight.severity,
        text=text_of(insight, clock),
        code=insight.code,
        numbers=_numbers(insight.numbers, KINDS.get(insight.id, {})),
        panel=insight.panel,
        need=insight.need,
        action=action_of(insight),
        since=None if insight.since is None else stamp_of(insight.since),
    )


def _numbers(numbers: Numbers, kinds: Mapping[str, Kind]) -> dict[str, Any]:
    return {name: _written(told, kinds.get(name), kinds) for name, told in numbers.items()}


def _written(told: Told, kind: Kind, kinds: Mapping[str, Kind]) -> object:
    if isinstance(told, Phrase):
        return PhraseDocument(told.code, _numbers(told.numbers, kinds))
    if isinstance(told, tuple):
        return [_written(phrase, None, kinds) for phrase in told]
    if isinstance(told, int):
        if kind is Instant:
            return stamp_of(told)
        if kind is date:
            return date.fromordinal(told).isoformat()
    return told
