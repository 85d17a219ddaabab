"""
Does a charger tell its meter in the words of before, with other numbers, or another system what it told?

Most chargers do, once a minute for all their lives, and so do rows. What the words mean is worked out once,
by the way that every text goes; from then on a pattern takes the numbers out of whatever is the same in all
other bytes. Any other text is read as ever. Remembering changes nothing of what is told (law: Repeated).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple, TypeAlias

import msgspec

from chargeboard.decode.meters.measurands import REGISTER, UNITS, MeterValue, SampledValue, scaled
from chargeboard.decode.notes import Notes
from chargeboard.domain.facts import Phases, RowRead, Sampled
from chargeboard.domain.frame import Frame

METER_VALUES = "MeterValues"
_ACTION = f'"{METER_VALUES}"'
_ENOUGH = 3
"""So often the same words have been heard before they are learned."""
_MOST_MISSED = 64
"""Who says so many that are like none before is not listened to any more."""
_MOST_FORMS, _MOST_WORDS, _MOST_STATIONS = 4, 8, 20_000
_MOST_KNOWN = 256

_TEXT = r'"([^"\\\x00-\x1f\ud800-\udfff]{0,255})"'
_WHOLE = r"(0|[1-9]\d{0,14})"
_VALUE, _STAMP = r'"(-?\d{1,15}(?:\.\d{1,9})?)"', r'"([\d:.TZ+-]{16,40})"'
_CONNECTOR = r"(0|[1-9]\d{0,3})"


class Wording(NamedTuple):
    """How what differs from one text to the next is named; values are `value`."""

    stamp: str
    socket: str
    transaction: str
    changing: re.Pattern[str]
    """It, behind its name; in a message its id besides, which has none."""
    allowed: Mapping[tuple[str | None, bool], str]
    """What may stand there, by its name and whether it is in quotes; of all else nothing is learned."""

    @classmethod
    def of_rows(cls, stamp: str, socket: str, transaction: str) -> Wording:
        """That of a table, by its columns; transactions have numbers."""
        names = f"value|{stamp}|{socket}|{transaction}"
        return cls(
            stamp,
            socket,
            transaction,
            re.compile(rf'("({names})"\s*:\s*)("[^"\\]*"|-?\d[\d.eE+-]*)', re.ASCII),
            {
                ("value", True): _VALUE,
                (stamp, True): _STAMP,
                (socket, False): _CONNECTOR,
                (transaction, False): _WHOLE,
            },
        )


MESSAGES = Wording(
    "timestamp",
    "connectorId",
    "transactionId",
    re.compile(
        r'(^\[\s*2\s*,\s*|"(value|timestamp|connectorId|transactionId)"\s*:\s*)("[^"\\]*"|-?\d[\d.eE+-]*)',
        re.ASCII,
    ),
    {
        (None, True): _TEXT,
        ("value", True): _VALUE,
        ("timestamp", True): _STAMP,
        ("connectorId", False): _CONNECTOR,
        ("transactionId", True): _TEXT,
        ("transactionId", False): _WHOLE,
    },
)
"""That of MeterValues in OCPP 1.6."""
_FIELDS = {
    REGISTER: "register_wh",
    "Energy.Active.Import.Interval": "interval_wh",
    "Power.Active.Import": "power_w",
    "SoC": "soc_pct",
    "Power.Offered": "offered_w",
    "Current.Offered": "offered_a",
    "Temperature": "temperature_c",
    "Current.Import": "current_a",
    "Voltage": "voltage_v",
}
_PLACES = {name: place for place, name in enumerate(Sampled.__struct_fields__)}
_BLANK: list[object] = [0, 0, None, *Sampled.__struct_defaults__]
_ENERGIES = frozenset({"register_wh", "interval_wh"})
_PHASED = frozenset({"current_a", "voltage_v"})
_BY_PHASES = _PHASED | {"power_w"}
_PHASES = {"L1": 0, "L2": 1, "L3": 2, "L1-N": 0, "L2-N": 1, "L3-N": 2}
_ELSE_THAN_CELSIUS = frozenset({"K", "Fahrenheit"})

_ENCODE = msgspec.msgpack.Encoder().encode
_Number: TypeAlias = tuple[int, int, Decimal | None]
"""Which of the groups is it, in which field does it go, and what does its unit count?"""
_Phased: TypeAlias = tuple[int, tuple[int | None, ...], Decimal | None]
"""The field, the groups of the three phases, and what their unit counts."""


class _Groups(NamedTuple):
    """Where in a message everything is."""

    stamp: int
    socket: int | None
    transaction: int | None
    energies: tuple[_Number, ...]
    floats: tuple[_Number, ...]
    phases: tuple[_Phased, ...]
    power: _Phased | None
    """Where it is told by phase."""


class Form(NamedTuple):
    """Words that are known."""

    pattern: re.Pattern[str]
    protocol: str
    groups: _Groups
    context: str

    def tell(self, found: re.Match[str], notes: Notes) -> None:
        """Notes what a message of these words tells."""
        said, where = found.groups(), self.groups
        at, clock_repaired, stated_at = notes.when(said[where.stamp])
        told = _BLANK.copy()
        told[0], told[1] = at, notes.received_at
        told[_SOCKET] = None if where.socket is None else int(said[where.socket])
        told[_TRANSACTION] = "" if where.transaction is None else said[where.transaction]
        told[_CONTEXT], told[_REPAIRED], told[_STATED] = self.context, clock_repaired, stated_at
        for group, place, factor in where.energies:
            told[place] = scaled(_decimal(said[group], factor), notes)
        for group, place, factor in where.floats:
            told[place] = _float(said[group], factor)
        for place, groups, factor in where.phases:
            told[place] = Phases(*[None if n is None else _float(said[n], factor) for n in groups])
        if where.power is not None:
            place, groups, factor = where.power
            read = [None if n is None else _decimal(said[n], factor) for n in groups]
            told[place] = float(sum([value for value in read if value is not None], Decimal(0)))
            told[_BY_PHASE] = Phases(*[None if value is None else float(value) for value in read])
        notes.tell(Sampled(*told))  # type: ignore[arg-type]


_SOCKET, _TRANSACTION, _CONTEXT = _PLACES["socket"], _PLACES["transaction_id"], _PLACES["context"]
_REPAIRED, _STATED = _PLACES["clock_repaired"], _PLACES["stated_at"]
_BY_PHASE = _PLACES["power_by_phase_w"]


class _Heard:
    """What one charger says again and again."""

    __slots__ = ("forms", "missed", "times")

    def __init__(self) -> None:
        self.forms: list[Form] = []
        self.times: Counter[str] = Counter()
        self.missed = 0


_HEARD: dict[str, _Heard] = {}
_READ: dict[str, _Heard] = {}
"""What other systems write down of a charger again and again."""
_KNOWN: dict[tuple[str, str], Form | None] = {}
"""By protocol and words: chargers of one make share them."""


def told_again(frame: Frame) -> tuple[Form, re.Match[str]] | None:
    """The form of a charger's message, and what was found in it; None where it has to be read."""
    return _known_in(_HEARD, frame) if _ACTION in frame.text else None


def read_again(frame: Frame) -> tuple[Form, re.Match[str]] | None:
    """The form of a row of a charger, and what was found in it; None where it has to be read."""
    return _known_in(_READ, frame)


def _known_in(all_heard: Mapping[str, _Heard], frame: Frame) -> tuple[Form, re.Match[str]] | None:
    heard = all_heard.get(frame.station)
    if heard is not None:
        for form in heard.forms:
            found = form.pattern.fullmatch(frame.text)
            if found is not None and form.protocol == frame.protocol:
                heard.missed = 0
                return form, found
    return None


def listen(
    notes: Notes, values: Callable[[], Sequence[MeterValue] | None], wording: Wording = MESSAGES
) -> None:
    """A message about a meter was read, or a row; its `values`, and what it told is noted."""
    frame, all_heard = notes.frame, _HEARD if wording is MESSAGES else _READ
    heard = all_heard.get(frame.station)
    if heard is None:
        if len(all_heard) >= _MOST_STATIONS:
            all_heard.clear()
        heard = all_heard[frame.station] = _Heard()
    heard.missed += 1
    if heard.missed > _MOST_MISSED or len(heard.forms) >= _MOST_FORMS or "\\" in frame.text:
        return
    told = [fact for fact in notes.facts if type(fact) is not RowRead]
    fact = told[0] if len(told) == 1 and not notes.is_odd else None
    if not isinstance(fact, Sampled):
        return
    words = wording.changing.sub(r"\1", frame.text)
    heard.times[words] += 1
    if heard.times[words] >= _ENOUGH:
        form = _known(words, fact, notes, values, wording)
        if form is not None and form not in heard.forms:
            heard.forms.append(form)
    elif len(heard.times) > _MOST_WORDS:
        heard.times.clear()


def forget() -> None:
    """Read everything anew."""
    _HEARD.clear()
    _READ.clear()
    _KNOWN.clear()


def _known(
    words: str,
    fact: Sampled,
    notes: Notes,
    values: Callable[[], Sequence[MeterValue] | None],
    wording: Wording,
) -> Form | None:
    key = notes.frame.protocol, words
    if key not in _KNOWN:
        if len(_KNOWN) >= _MOST_KNOWN:
            _KNOWN.clear()
        _KNOWN[key] = _learned(fact, notes, values() or (), wording)
    return _KNOWN[key]


def _learned(fact: Sampled, notes: Notes, values: Sequence[MeterValue], wording: Wording) -> Form | None:
    """The form of a text; None where its words are not read so, or would tell something else."""
    frame = notes.frame
    changing = list(wording.changing.finditer(frame.text))
    names = [found[2] for found in changing]
    pattern = _pattern(frame.text, changing, wording)
    groups = _groups(values, names, wording)
    if pattern is None or groups is None:
        return None
    form = Form(pattern, frame.protocol, groups, fact.context)
    found = pattern.fullmatch(frame.text)
    if found is None:
        return None
    again = Notes(frame, notes.pairing, notes.policy, msgspec.structs.replace(notes.stamps))
    form.tell(found, again)
    return form if _ENCODE(again.all()) == _ENCODE([fact]) else None


def _pattern(text: str, changing: list[re.Match[str]], wording: Wording) -> re.Pattern[str] | None:
    parts: list[str] = []
    begin = 0
    for found in changing:
        allowed = wording.allowed.get((found[2], found[3][0] == '"'))
        if allowed is None:
            return None
        parts += (re.escape(text[begin : found.start(3)]), allowed)
        begin = found.end(3)
    return re.compile("".join([*parts, re.escape(text[begin:])]), re.ASCII)


def _groups(values: Sequence[MeterValue], names: list[str | None], wording: Wording) -> _Groups | None:
    """Where all is that a meter value is told by; None where anything is there twice, or misses."""
    stamp, socket, transaction = wording.stamp, wording.socket, wording.transaction
    sampled = values[0].sampled_value if len(values) == 1 else None
    places = [place for place, name in enumerate(names) if name == "value"]
    once = all(names.count(name) <= 1 for name in (stamp, socket, transaction))
    is_begun = wording is not MESSAGES or not names[0]  # by its id
    if not sampled or len(sampled) != len(places) or not once or stamp not in names or not is_begun:
        return None
    told = [(one, place, _field(one)) for one, place in zip(sampled, places, strict=True)]
    fields = Counter((field, _phase(one)) for one, _, field in told if field)
    whole = {field for field, phase in fields if phase is None}
    is_mixed = any(field in whole for field, phase in fields if phase is not None)
    if is_mixed or any(times > 1 for times in fields.values()) or any(field is None for *_, field in told):
        return None
    return _Groups(
        names.index(stamp),
        names.index(socket) if socket in names else None,
        names.index(transaction) if transaction in names else None,
        tuple((at, _PLACES[field], _factor(one)) for one, at, field in told if field in _ENERGIES),
        tuple(
            (at, _PLACES[field], _factor(one))
            for one, at, field in told
            if field and field not in _ENERGIES | _PHASED and not one.phase
        ),
        tuple(phased for field in sorted(_PHASED) if (phased := _phased(told, field))),
        _phased([one for one in told if one[0].phase], "power_w"),
    )


def _field(said: SampledValue) -> str | None:
    """The field of a fact that a value goes into, "" for none; None where it is not as simple as that."""
    if said.value is None or said.unit in _ELSE_THAN_CELSIUS or said.unit_of_measure is not None:
        return None
    measurand = said.measurand or REGISTER
    if measurand not in UNITS:
        return ""
    field = _FIELDS.get(measurand)
    return None if said.phase and (field not in _BY_PHASES or said.phase not in _PHASES) else field


def _phase(said: SampledValue) -> int | None:
    return _PHASES[said.phase] if said.phase else None


def _factor(said: SampledValue) -> Decimal | None:
    return UNITS[said.measurand or REGISTER].get(said.unit) if said.unit else None


def _phased(told: Sequence[tuple[SampledValue, int, str | None]], field: str) -> _Phased | None:
    some = [(one, at) for one, at, its in told if its == field]
    groups: list[int | None] = [None, None, None]
    for one, at in some:
        groups[_phase(one) or 0] = at
    return (_PLACES[field], tuple(groups), _factor(some[0][0])) if some else None


def _decimal(said: str, factor: Decimal | None) -> Decimal:
    value = Decimal(said) or Decimal(0)
    return value if factor is None else value * factor


def _float(said: str, factor: Decimal | None) -> float:
    # there is no zero below zero
    return (float(said) if factor is None else float(Decimal(said) * factor)) or 0.0
