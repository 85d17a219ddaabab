import datetime as dt
from decimal import Decimal

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chargeboard.documents import document_type, encoded
from chargeboard.domain.figures.day_rows import Headline
from chargeboard.time.instants import SECOND, Instant, instant_of, text_of
from chargeboard.time.spans import Span

NOON = 1_780_000_000 * SECOND


class Inner(msgspec.Struct, frozen=True):
    at: Instant
    number: int = 3


class Outer(msgspec.Struct, kw_only=True, rename={"from_": "from"}):
    """What is told."""

    since: Instant | None = None
    from_: Instant
    plain: Headline | None = None
    spans: dict[int, list[Span]] = {}
    states: list[tuple[Instant, Instant, str]] = []
    inner: tuple[Inner, ...] = ()
    days: dict[dt.date, int | None] = {}


class Sparse(msgspec.Struct, kw_only=True, omit_defaults=True):
    at: Instant
    stated_at: Instant | None = None
    number: int | None = None


def test_an_instant_is_text_wherever_it_stands_and_a_number_is_not():
    figure = Outer(
        from_=NOON,
        spans={1: [Span(NOON, NOON + 1)]},
        states=[(NOON, NOON + 5 * SECOND, "charging")],
        inner=(Inner(NOON, 4),),
        days={dt.date(2026, 3, 4): None},
    )
    assert msgspec.json.decode(encoded(figure)) == {
        "since": None,
        "from": "2026-05-28T20:26:40Z",
        "plain": None,
        "spans": {"1": [["2026-05-28T20:26:40Z", "2026-05-28T20:26:40.000001Z"]]},
        "states": [["2026-05-28T20:26:40Z", "2026-05-28T20:26:45Z", "charging"]],
        "inner": [{"at": "2026-05-28T20:26:40Z", "number": 4}],
        "days": {"2026-03-04": None},
    }


def test_fields_stand_in_the_order_of_the_figure():
    assert list(msgspec.json.decode(encoded(Outer(from_=NOON)))) == [
        "since", "from", "plain", "spans", "states", "inner", "days",
    ]  # fmt: skip


def test_what_is_left_out_of_a_figure_is_left_out_of_its_document():
    assert encoded(Sparse(at=NOON, number=2)) == b'{"at":"2026-05-28T20:26:40Z","number":2}'


def test_a_list_of_figures_is_a_list_of_documents():
    assert encoded([Inner(NOON)]) == b'[{"at":"2026-05-28T20:26:40Z","number":3}]'


def test_a_figure_without_instants_is_its_own_document():
    assert document_type(Headline) is Headline


def test_the_type_of_a_document_is_the_figures_with_text_for_instants():
    told = document_type(Outer)
    fields = {field.name: field for field in msgspec.structs.fields(told)}
    assert (told.__name__, told.__doc__, told.__module__) == ("Outer", "What is told.", __name__)
    assert fields["since"].type == str | None
    assert fields["from_"].encode_name == "from"
    assert fields["from_"].required
    assert not fields["since"].required
    assert fields["spans"].type == dict[int, list[tuple[str, str]]]
    assert fields["states"].type == list[tuple[str, str, str]]
    assert fields["plain"].type == Headline | None


def test_a_value_that_is_an_instant_or_a_number_is_refused():
    class Either(msgspec.Struct):
        value: Instant | Decimal

    with pytest.raises(TypeError, match="depends on the value"):
        document_type(Either)


@given(st.datetimes(timezones=st.just(dt.UTC)))
def test_an_instants_text_is_that_of_the_library(moment):
    text = text_of(instant_of(moment))
    assert dt.datetime.fromisoformat(text) == moment
    assert text.endswith("Z")
    assert text[:-1].replace("000", "") in moment.isoformat().removesuffix("+00:00").replace("000", "")
