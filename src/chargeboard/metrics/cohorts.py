"""Which cohorts of chargers differ by more than chance?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Final

from chargeboard.domain.figures.fleet_span import CohortFigures, Interval, Worse
from chargeboard.domain.totals import Kind, Totals, summed
from chargeboard.metrics import chance
from chargeboard.metrics.span_figures import PER, span_figures

MOST_COUNTED: Final = 20_000
"""Of more attempts or errors than that, the exact tests are made of as large a part of each."""


def cohort_figures(site: str, kind: Kind, chargers: int, totals: Totals) -> CohortFigures:
    """A cohort with where its figures lie at 95 %."""
    success = chance.share_interval(totals.successes, totals.attempts)
    errors = chance.count_interval(totals.errors)
    return CohortFigures(
        site=site,
        maker=kind.maker,
        model=kind.model,
        firmware=kind.firmware,
        chargers=chargers,
        figures=span_figures(totals),
        success=Interval(low=100 * success[0], high=100 * success[1]) if totals.attempts else None,
        errors=Interval(low=PER * errors[0] / totals.sessions, high=PER * errors[1] / totals.sessions)
        if totals.sessions
        else None,
    )


def worse(cohorts: Sequence[tuple[Kind, Totals]]) -> list[Worse]:
    """
    Firmware with which a model does worse than with its other versions over the same dates.

    Formula: success by Fisher's exact test, errors per session by an exact test of two counts, each against
             all other versions of the model; 0.05 is divided by the number of tests that are made.
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
    if own.sessions and others.sessions:
        part = min(1.0, MOST_COUNTED / max(1, own.errors + others.errors))
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
