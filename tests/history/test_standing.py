"""How did the errors of a span stand at its end, where the evidence of it is not kept any more?"""

from types import SimpleNamespace

import pytest

from chargeboard.domain.conclusions import Episode
from chargeboard.history.standing import standing
from chargeboard.metrics.carry import Carry
from chargeboard.time.spans import Span


def episode(start, last_seen, end):
    return Episode(
        socket=1, code="E", vendor_code=None, severity="fault", start=start, last_seen=last_seen, end=end
    )


def history(at, known, *, keeps_evidence):
    """It goes back to how things stood only where the evidence is kept."""
    told = SimpleNamespace(at=at, carry=Carry(), episodes=lambda _: known)

    def as_of(then):
        return SimpleNamespace(at=min(then, at), carry=Carry(), episodes=lambda _: ["as it stood"])

    told.as_of = as_of if keeps_evidence else lambda _: told
    return told


@pytest.mark.parametrize(
    ("known", "stood"),
    [
        ((5, 10, 15), (5, 10, 15)),
        ((5, 20, 21), (5, 20, 21)),
        # it was seen again behind the span, and of the reports before that none is known but the first
        ((5, 21, 22), (5, 5, None)),
        ((5, 30, None), (5, 5, None)),
        ((5, 20, 22), (5, 20, None)),
    ],
)
def test_an_error_is_cut_at_the_end_without_a_word_of_what_came_after(known, stood):
    found = standing(history(99, [episode(*known)], keeps_evidence=False), Span(0, 21))
    assert found.episodes == [episode(*stood)]
    assert found.at == 21


def test_where_the_evidence_is_kept_it_is_told_as_it_stood():
    found = standing(history(99, [], keeps_evidence=True), Span(0, 21))
    assert (found.at, found.episodes) == (21, ["as it stood"])


def test_of_a_span_that_goes_on_it_is_told_as_it_is():
    found = standing(history(10, [episode(5, 9, None)], keeps_evidence=False), Span(0, 21))
    assert (found.at, found.episodes) == (10, [episode(5, 9, None)])
