"""I21: data had to be repaired, inferred or left out."""

from collections.abc import Iterator

from chargeboard.domain.codes import Weight
from chargeboard.domain.phrases import Numbers, Phrase
from chargeboard.guidance.looked_at import LookedAt
from chargeboard.guidance.rule import Found, Join, LooksAt, Rule

_COUNTED = {
    "quarantined": "messages_not_read",
    "repaired": "messages_repaired",
    "orphan_stops": "stops_of_no_session",
    "inferred_ends": "ends_inferred",
}
_UNKNOWN = 0.02
_UNACCOUNTED = 0.01


def _judge(seen: LookedAt) -> Iterator[Found]:
    quality = seen.board.data_quality
    done, unknown = len(seen.ended), seen.ended.energy_unknown
    lost_wh, energy_wh = seen.unaccounted_wh or 0, seen.sessions_wh
    numbers: Numbers = {name: getattr(quality, name) for name in _COUNTED}
    parts = [Phrase(_COUNTED[name], {"n": number}) for name, number in numbers.items() if number]
    parts[:1] = [Phrase("since_the_first_message", {"part": part}) for part in parts[:1]]
    if unknown > _UNKNOWN * done:
        parts.append(Phrase("energy_is_unknown", {"energy_unknown": unknown, "sessions": done}))
    # of all that the register counted, so that it speaks where sessions sum to nothing (I21a)
    if lost_wh > _UNACCOUNTED * (energy_wh + lost_wh):
        pct = 100 * lost_wh / (energy_wh + lost_wh)
        parts.append(Phrase("energy_outside_sessions", {"unaccounted_wh": lost_wh, "pct": pct}))
    if parts:
        more: Numbers = {
            "energy_unknown": unknown,
            "unaccounted_wh": seen.unaccounted_wh,
            "parts": tuple(parts),
        }
        yield Found("data_quality", {**numbers, **more})


RULES = (
    Rule(
        id="I21",
        panel="quality",
        severity=Weight.INFO,
        looks_at=LooksAt.WINDOW,
        codes=("data_quality",),
        numbers={"parts": Join.SEMICOLON, "sessions": "sessions"},
        judge=_judge,
    ),
)
