"""What had to be repaired, inferred or left out: which value, by which rule?"""

from __future__ import annotations

import msgspec

from chargeboard.domain.figures.evidence import Finding, QualityList
from chargeboard.evidence.listed import shown_of
from chargeboard.evidence.local_time import local_of
from chargeboard.evidence.quality.words import say
from chargeboard.evidence.words import say as say_of_evidence
from chargeboard.panels.quality.view import forgiven
from chargeboard.reasons import texts_of
from chargeboard.time.instants import Instant
from chargeboard.words.dates import dates_through
from chargeboard.words.formats import count
from chargeboard.words.wall_clock import Local

KINDS = (
    "quarantined",
    "repaired",
    "nonconformant",
    "clock",
    "clock_offset",
    "end",
    "energy",
    "session",
    "orphan",
)
CHOICES = ("", *KINDS)
"""What a list can be filtered by; nothing: by nothing."""


class Kind(msgspec.Struct, frozen=True):
    """One kind and how many of it."""

    key: str
    name: str
    number: str
    meaning: str


class FindingLine(msgspec.Struct, frozen=True):
    """One finding."""

    at: str
    kind: str
    what: str
    raw: str
    rule: str
    times: str
    session: str
    since: Instant


class Quality(msgspec.Struct, frozen=True):
    """The page."""

    window: str
    headline: str
    kinds: tuple[Kind, ...]
    all_time: tuple[str, ...]
    rows: tuple[FindingLine, ...]
    empty: str
    choices: dict[str, str]
    """What the list can be filtered by, and how that is called."""


def page(findings: QualityList, *, is_filtered: bool) -> Quality:
    """A page of the findings."""
    local = local_of(findings.charger)
    return Quality(
        window=dates_through(findings.window.from_, findings.window.through),
        headline=shown_of(say, findings.total, findings.whole) if findings.whole else "",
        kinds=tuple(
            Kind(kind, _name(kind), count(number), say(f"means_{kind}") if kind in KINDS else "")
            for kind, number in findings.kinds.items()
        ),
        all_time=forgiven(findings.all_time),
        rows=tuple(_line(finding, local) for finding in findings.findings),
        empty="" if findings.total else say("none" if is_filtered else "none_found"),
        choices={kind: _name(kind) if kind else say("all") for kind in CHOICES},
    )


def _name(kind: str) -> str:
    return say(f"kind_{kind}") if kind in KINDS else kind


def _line(finding: Finding, local: Local) -> FindingLine:
    return FindingLine(
        at=local.moment(finding.at),
        kind=_name(finding.kind),
        what=texts_of(finding.what),
        raw=say("proved_at", at=local.moment(finding.proved_at)) if finding.proved_at else finding.raw,
        rule=finding.rule,
        times=say_of_evidence("times", number=finding.count) if finding.count > 1 else "",
        session=finding.session or "",
        since=finding.at,
    )
