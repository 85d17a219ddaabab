"""
What does an error code mean, what should an operator do, and whose turn is it?

The agreed vocabularies, the codes of OCPP, the words of upkeep and the components of 2.x have rooms of their
own.
"""

from __future__ import annotations

from typing import Final

import msgspec

from chargeboard.domain.codes import Party, ProblemGroup
from chargeboard.domain.reasons import Numbers, Reason, Sentences
from chargeboard.vocabularies import CHARGEX, number_of, word_of
from chargeboard.vocabularies.components.words import action_code_of, code_of
from chargeboard.vocabularies.ocpp.words import WORDS
from chargeboard.vocabularies.upkeep.words import SECURITY, TRANSFERS

MREC: Final[dict[str, str]] = {number: word.name for number, word in CHARGEX.items()}
"""ChargeX minimum required error codes by their number (2.7)."""

_SIDES_UNSAID: Final = frozenset({"OverVoltage", "UnderVoltage"})
"""A bare 1.6 code does not say whether it means the supply or the vehicle."""

_TURNS: Final[dict[str, tuple[Party, ...]]] = {
    word.name: word.turn for word in CHARGEX.values() if word.name not in _SIDES_UNSAID
}


class Explained(msgspec.Struct, frozen=True):
    """What is known of a code; empty where nothing is."""

    meaning: Sentences = ()
    action: Sentences = ()
    turn: tuple[Party, ...] = ()
    mrec: str | None = None
    """Its number in ChargeX's table, where it speaks that vocabulary."""


def explained(
    code: str, vendor_code: str | None, vocabulary: str = "", component: str = "", variable: str = ""
) -> Explained:
    """`vocabulary` as `vocabulary_of` names it; `component` and `variable` of a 2.x event."""
    number = number_of(code, vendor_code) if vocabulary == "chargex" else None
    key, word = word_of(vocabulary, code, vendor_code)
    if word is not None:
        meaning, action, turn = *_of(vocabulary, key, word.sentences), word.turn
    else:
        meaning, action = _of_ocpp(code)
        turn = _TURNS.get(code, ())
    if component:
        who: Numbers = {"component": component, "variable": variable}
        if meaning:
            meaning = (*meaning, Reason("vocabularies.components.reported_by", who))
        else:
            meaning = (Reason(f"vocabularies.components.{code_of(component, variable)}", who),)
            action = (Reason(f"vocabularies.components.{action_code_of(variable)}"),)
    return Explained(meaning, action, turn, number)


def of_upkeep(group: ProblemGroup, word: str) -> Sentences:
    """What a word about firmware and logs, or security, means, and what to do; none for an unknown one."""
    table = TRANSFERS if group == ProblemGroup.TRANSFER else SECURITY
    meaning, action = _of("upkeep", word, table[word]) if word in table else ((), ())
    return (*meaning, *action)


def _of_ocpp(code: str) -> tuple[Sentences, Sentences]:
    if code in WORDS:
        return _of("ocpp", code, WORDS[code])
    sentences = TRANSFERS.get(code) or SECURITY.get(code)
    return ((), ()) if sentences is None else _of("upkeep", code, sentences)


def _of(room: str, key: str, sentences: tuple[str, str]) -> tuple[Sentences, Sentences]:
    code = f"vocabularies.{room}.{key}"
    return (Reason(code),), (Reason(f"{code}_action"),) if sentences[1] else ()
