from decimal import Decimal
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chargeboard.documents.columns import WH_DIGITS, WH_PLACES, Kind, kind_of, told_text, told_wh, told_whole
from chargeboard.documents.tables import tables
from chargeboard.domain.facts import AnyFact


@given(st.decimals() | st.floats() | st.integers().map(Decimal))
def test_energy_fits_its_column_or_is_left_out(value):
    told = told_wh(value)
    if told is None:
        exact = Decimal(repr(value)) if isinstance(value, float) else value
        assert not exact.is_finite() or abs(exact) >= 10**WH_DIGITS - 1
        return
    _, digits, exponent = told.as_tuple()
    assert exponent == -WH_PLACES
    assert len(digits) <= WH_DIGITS + WH_PLACES
    assert abs(told - Decimal(repr(value) if isinstance(value, float) else value)) <= Decimal("0.0005")


@given(st.integers())
def test_a_number_fits_its_column_or_is_left_out(value):
    assert told_whole(value) == (value if abs(value) < 2**63 or value == -(2**63) else None)


@given(st.text(st.characters(exclude_categories=())))
def test_any_text_can_be_written_down(text):
    assert told_text(text).encode().decode() == told_text(text)


def test_every_field_of_every_fact_has_a_column():
    facts = tables()["facts"]
    assert set(facts.filled) == set(get_args(AnyFact))
    for fact, told in facts.filled.items():
        names = {list(facts.columns)[place] for place, *_ in told} | {"fact"}
        for field in fact.__struct_fields__:
            assert {field, f"{field}_l1"} & names, (fact, field)


def test_sessions_and_days_have_the_columns_of_their_sheets():
    assert list(tables()["sessions"].columns)[:6] == ["charger", "name", "site", "key", "socket", "start"]
    assert tables()["sessions"].columns["start"] is Kind.INSTANT
    assert tables()["sessions"].columns["energy_wh"] is Kind.WH
    assert tables()["days"].columns["date"] is Kind.DATE
    assert tables()["days"].columns["utilization_pct"] is Kind.NUMBER


def test_what_no_type_is_known_for_is_no_column():
    with pytest.raises(TypeError, match="it: "):
        kind_of("it", bytes)
