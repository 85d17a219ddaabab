"""Which cohorts of chargers differ by more than chance?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Final

from chargeboard.domain.figures.fleet_span import BesideCohort, CohortBy, CohortFigures, Interval, Worse
from chargeboard.domain.totals import Cohort, Kind, Totals, summed
from chargeboard.metrics import chance
from chargeboard.metrics.compared import BEFORE_AND_AFTER, compared
from chargeboard.metrics.span_figures import PER, span_figures

_GROUPS: Final = {CohortBy.SITE, CohortBy.PROTOCOL, CohortBy.TAG}
"""By what chargers are put together that is no kind of theirs."""
MOST_COUNTED: Final = 20_000
"""Of more attempts or errors than that, the exact tests are made of as large a part of each."""


def cohort_figures(by: CohortBy, cohort: Cohort) -> CohortFigures:
    """
    A cohort with where its figures lie at 95 %.

    Source: definitions V4.
    """
    totals, kind = cohort.totals, cohort.kind
    success = chance.share_interval(totals.successes, totals.attempts)
    errors = chance.count_interval(totals.errors)
    named = {str(by): cohort.group} if by in _GROUPS else {}
    return CohortFigures(
        **named,
        maker=kind.maker,
        model=kind.model,
        firmware=kind.firmware,
        chargers=cohort.chargers,
        figures=span_figures(totals),
        success=Interval(low=100 * success[0], high=100 * success[1]) if totals.attempts else None,
        errors=Interval(low=PER * errors[0] / totals.sessions, high=PER * errors[1] / totals.sessions)
        if totals.sessions
        else None,
    )


def beside(by: CohortBy, own: Cohort, cohort: Cohort) -> BesideCohort:
    """
    A charger beside the others of its cohort.

    Source: definitions V5.
    """
    others = cohort.totals - own.totals
    return BesideCohort(
        own=cohort_figures(by, own),
        others=span_figures(others),
        others_chargers=cohort.chargers - own.chargers,
        compared=compared(others, own.totals, BEFORE_AND_AFTER),
    )


def worse(cohorts: Sequence[tuple[Kind, Totals]]) -> list[Worse]:
    """
    Firmware with which a model does worse than with its other versions over the same dates.

    Formula: success by Fisher's exact test, errors per session by an exact test of two counts, each against
             all other versions of the model; 0.05 is divided by the number of tests that are made.
    Source:  definitions V6.
    """
    by_model: dict[tuple[str, str], list[tuple[Kind, Totals]]] = defaultdict(list)
    for kind, totals in cohorts:
        if kind.model and totals.attempts + totals.sessions:
            by_model[kind.maker, kind.model].append((kind, totals))
    found = [
        one
        for versions in by_model.values()
        if len(versions) > 1
        for kind, totals in versions
        for one in _against(kind, totals, summed([other for name, other in versions if name != kind]))
    ]
    return sorted(
        (one for one in found if one.chance < chance.LEVEL / len(found) and _is_worse(one)),
        key=lambda one: one.chance,
    )


def _against(kind: Kind, own: Totals, others: Totals) -> Iterator[Worse]:
    if own.attempts and others.attempts:
        part = min(1.0, MOST_COUNTED / (own.attempts + others.attempts))
        yield _worse(
            kind,
            "success",
            (100 * own.successes / own.attempts, 100 * others.successes / others.attempts),
            chance.of_shares(
                *(round(part * n) for n in (own.successes, own.attempts, others.successes, others.attempts))
            ),
        )
    # where nothing was counted no test can find anything, and none is made
    if own.sessions and others.sessions and own.errors + others.errors:
        part = min(1.0, MOST_COUNTED / (own.errors + others.errors))
        yield _worse(
            kind,
            "errors",
            (PER * own.errors / own.sessions, PER * others.errors / others.sessions),
            chance.of_rates(
                round(part * own.errors), own.sessions, round(part * others.errors), others.sessions
            ),
        )


def _worse(kind: Kind, figure: str, values: tuple[float, float], probability: float) -> Worse:
    return Worse(
        maker=kind.maker,
        model=kind.model,
        firmware=kind.firmware,
        figure=figure,
        value=values[0],
        others=values[1],
        chance=probability,
    )


def _is_worse(one: Worse) -> bool:
    return one.value < one.others if one.figure == "success" else one.value > one.others
