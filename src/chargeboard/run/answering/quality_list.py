"""
What of a window had to be repaired, inferred or left out?

Findings are few: read by index, filtered and sorted whole, and chosen to a page here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from chargeboard.domain.codes import FindingKind
from chargeboard.domain.figures.evidence import QualityList, RejectedLine
from chargeboard.domain.figures.lists import SessionKind
from chargeboard.history.charger import ChargerHistory
from chargeboard.metrics.findings import clock_offset, oddity, of_session, orphan
from chargeboard.metrics.quality import data_quality
from chargeboard.reasons import texts_of
from chargeboard.run.answering.list_filters import ListFilter, ListScope
from chargeboard.run.answering.session_list import session_rows
from chargeboard.run.answering.whose import whose, window_of


def quality(
    history: ChargerHistory, scope: ListScope, chosen: ListFilter, rejected: Iterable[RejectedLine]
) -> QualityList:
    """What had to be repaired, inferred or left out in the window."""
    window, span = window_of(history, scope.window)
    findings = [oddity(one) for one in history.store.oddities(history.station, span, history.at)]
    findings += [orphan(one) for one in history.orphans(span)]
    odd = session_rows(history, ListScope(window=scope.window), SessionKind.ODD)
    findings += [finding for row in odd for finding in of_session(row)]
    carry = history.as_of(span.end).carry
    if carry.clock is not None and carry.clock.offset and carry.clock.at in span:
        findings.append(clock_offset(carry.clock))
    kinds = Counter[FindingKind]()
    for one in findings:
        kinds[one.kind] += one.count
    text, whole = chosen.text.casefold(), len(findings)
    findings = [
        finding
        for finding in sorted(findings, key=lambda finding: finding.at, reverse=True)
        if chosen.kind in {"", finding.kind}
        and text in f"{texts_of(finding.what)} {finding.raw} {finding.rule}".casefold()
    ]
    return QualityList(
        charger=whose(history),
        window=window,
        all_time=data_quality(carry.quality, carry.link.flaps, carry.clock),
        kinds=dict(kinds.most_common()),
        total=len(findings),
        whole=whole,
        offset=chosen.offset,
        limit=chosen.limit,
        findings=chosen.of(findings),
        rejected=list(rejected),
    )
