"""What had to be repaired, inferred or left out: which value, by which rule?"""

from __future__ import annotations

import msgspec

from chargeboard.domain.evidence import Finding, QualityList
from chargeboard.evidence.local_time import local_of
from chargeboard.panels.quality.view import forgiven
from chargeboard.view.when import Local
from chargeboard.words.dates import dates_through
from chargeboard.words.formats import count, shown_of

KINDS = {
    "quarantined": ("left out", "could not be read; kept as it came"),
    "repaired": ("repaired", "read after mending"),
    "nonconformant": ("non-standard", "read as it was"),
    "clock": ("clock", "a stamp was not believed; the time of receipt stands in"),
    "clock_offset": ("clock offset", "the clock goes wrong by a constant; its stamps are corrected"),
    "end": ("inferred end", "the stop of a session never came"),
    "energy": ("unknown energy", "the registers do not tell it, so no sum has it"),
    "session": ("inferred", "what else a session does not say, or says late"),
    "orphan": ("stop without a start", "fits no transaction, so it ends none"),
}
CHOICES = {"": "all", **{key: name for key, (name, _) in KINDS.items()}}


class Kind(msgspec.Struct, frozen=True):
    """One kind and how many of it."""

    key: str
    name: str
    number: str
    meaning: str


class Line(msgspec.Struct, frozen=True):
    """One finding."""

    at: str
    kind: str
    what: str
    raw: str
    rule: str
    times: str
    session: str
    since: str


class Quality(msgspec.Struct, frozen=True):
    """The page."""

    window: str
    headline: str
    kinds: tuple[Kind, ...]
    all_time: tuple[str, ...]
    rows: tuple[Line, ...]
    empty: str


def page(found: QualityList, *, is_filtered: bool) -> Quality:
    """A page of the findings."""
    local = local_of(found.charger)
    return Quality(
        window=dates_through(found.window.from_, found.window.through),
        headline=shown_of(found.total, found.whole, "finding") if found.whole else "",
        kinds=tuple(
            Kind(key, *(KINDS[key][0], count(n), KINDS[key][1]) if key in KINDS else (key, count(n), ""))
            for key, n in found.kinds.items()
        ),
        all_time=forgiven(found.all_time),
        rows=tuple(_line(one, local) for one in found.findings),
        empty=""
        if found.total
        else "No findings match. Widen the dates or clear filters."
        if is_filtered
        else "Nothing had to be repaired, inferred or left out in these days.",
    )


def _line(one: Finding, local: Local) -> Line:
    return Line(
        at=local.moment(one.at),
        kind=KINDS[one.kind][0] if one.kind in KINDS else one.kind,
        what=one.what,
        raw=one.raw,
        rule=one.rule,
        times=f"{count(one.count)} times" if one.count > 1 else "",
        session=one.session or "",
        since=one.at,
    )
