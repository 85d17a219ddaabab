from decimal import Decimal

import pytest

from chargeboard.domain.facts import OddityFound, Phases
from chargeboard.domain.reasons import Oddity, Reason

REGISTER = "Energy.Active.Import.Register"
POWER = "Power.Active.Import"


@pytest.mark.parametrize(
    ("value", "wh"),
    [
        ({"value": "1500"}, "1500"),
        ({"value": 1500}, "1500"),
        ({"value": 1500.5}, "1500.5"),
        ({"value": " 1 500 "}, "1500"),
        ({"value": "104,5", "unit": "kWh"}, "104500"),
        ({"value": "104.5", "unit": "KWH"}, "104500"),
        ({"value": "2e+01"}, "20"),
        ({"value": "0"}, "0"),
        ({"value": "0.15003999999999998", "unit": "kWh"}, "150.03999999999998"),
        ({"value": "165333.00", "unit": "Wh"}, "165333"),
    ],
)
def test_a_bare_value_is_the_register_in_watt_hours_however_it_is_written(meter, value, wh):
    fact, _ = meter(value)
    assert fact.register_wh == Decimal(wh)


@pytest.mark.parametrize(
    "said", ["", None, "NaN", "nan", "Infinity", "abc", "1e999", "1" * 400, True, [], {}]
)
def test_a_value_that_is_no_number_is_missing_and_the_others_stay(meter, said):
    fact, _ = meter({"value": said}, {"value": "7", "measurand": POWER})
    assert fact.register_wh is None
    assert fact.power_w == 7


def test_the_outlet_goes_before_every_other_place(meter):
    fact, odd = meter(
        {"value": "9000", "location": "Inlet"},
        {"value": "100", "location": "Outlet"},
        {"value": "8000", "location": "Body"},
    )
    assert fact.register_wh == 100
    assert odd == []


def test_without_an_outlet_the_nearest_place_is_taken(meter):
    fact, _ = meter({"value": "8000", "location": "Body"}, {"value": "9000", "location": "Inlet"})
    assert fact.register_wh == 9000


def test_the_total_goes_before_the_sum_of_phases(meter):
    fact, _ = meter(
        {"value": "1", "measurand": POWER, "phase": "L1"},
        {"value": "10", "measurand": POWER},
        {"value": "2", "measurand": POWER, "phase": "L2"},
    )
    assert fact.power_w == 10
    assert fact.power_by_phase_w == Phases(1, 2, None)


@pytest.mark.parametrize("suffix", ["", "-N"])
def test_phases_without_a_total_are_summed_each_in_its_unit(meter, suffix):
    fact, _ = meter(
        {"value": "3600", "measurand": POWER, "unit": "W", "phase": "L1" + suffix},
        {"value": "3600", "measurand": POWER, "unit": "W", "phase": "L2" + suffix},
        {"value": "3,6", "measurand": POWER, "unit": "kW", "phase": "L3" + suffix},
    )
    assert fact.power_w == 10800


def test_only_the_outlets_phases_are_summed(meter):
    fact, _ = meter(
        {"value": "1", "phase": "L1"},
        {"value": "2", "phase": "L2"},
        {"value": "500", "phase": "L1", "location": "Inlet"},
    )
    assert fact.register_wh == 3


def test_current_and_voltage_stand_by_phase(meter):
    fact, _ = meter(
        {"value": "16", "measurand": "Current.Import", "phase": "L1", "unit": "A"},
        {"value": "15.5", "measurand": "Current.Import", "phase": "L3", "unit": "A"},
        {"value": "0.3", "measurand": "Current.Import", "phase": "N", "unit": "A"},
        {"value": "231", "measurand": "Voltage", "phase": "L1-N", "unit": "V"},
        {"value": "400", "measurand": "Voltage", "phase": "L1-L2", "unit": "V"},
    )
    assert fact.current_a == Phases(16, None, 15.5)
    assert fact.voltage_v == Phases(231)


def test_a_begin_register_of_1_6_is_no_reading(meter):
    """Source: definitions S3, Q23."""
    fact, _ = meter({"value": "0", "context": "Transaction.Begin"}, {"value": "5", "measurand": POWER})
    assert fact.register_wh is None
    assert fact.power_w == 5


def test_a_begin_register_of_2_x_is_the_start_register(meter):
    fact, _ = meter({"value": 2.5, "context": "Transaction.Begin"}, is_v2=True)
    assert (fact.register_wh, fact.context) == (Decimal("2.5"), "Transaction.Begin")


@pytest.mark.parametrize("is_v2", [False, True])
def test_beside_a_current_value_the_one_of_the_begin_does_not_count(meter, is_v2):
    fact, _ = meter(
        {"value": "100", "context": "Transaction.Begin"},
        {"value": "104", "context": "Sample.Periodic"},
        is_v2=is_v2,
    )
    assert (fact.register_wh, fact.context) == (104, "")


def test_the_context_is_that_of_the_register(meter):
    fact, _ = meter({"value": "7", "measurand": POWER}, {"value": "100", "context": "Sample.Clock"})
    assert fact.context == "Sample.Clock"


@pytest.mark.parametrize(
    ("measure", "wh"),
    [
        ({"unit": "kWh"}, 14500),
        ({"unit": "Wh", "multiplier": 3}, 14500),
        ({"unit": "kWh", "multiplier": -3}, "14.5"),
        ({}, "14.5"),
    ],
)
def test_a_2_x_value_has_a_unit_and_a_power_of_ten(meter, measure, wh):
    fact, _ = meter({"value": 14.5, "measurand": REGISTER, "unitOfMeasure": measure}, is_v2=True)
    assert fact.register_wh == Decimal(wh)


def test_a_signed_value_is_not_used(meter):
    """Source: definitions Q25."""
    fact, _ = meter({"value": "0a1b", "format": "SignedData"}, {"value": "12"})
    assert fact.register_wh == 12


@pytest.mark.parametrize("said", ["Raw", "raw", "Magic", "", None])
def test_a_value_of_any_other_format_is_used(meter, said):
    fact, _ = meter({"value": "12", "format": said})
    assert fact.register_wh == 12


def test_the_plain_value_beside_a_signed_one_is_used(meter):
    fact, odd = meter({"value": 12, "signedMeterValue": {"signedMeterData": "0a"}}, is_v2=True)
    assert fact.register_wh == 12
    assert odd == []


def test_every_other_measurand_has_its_base_unit(meter):
    fact, odd = meter(
        {"value": "55", "measurand": "SoC", "unit": "Percent"},
        {"value": "11", "measurand": "Power.Offered", "unit": "kW"},
        {"value": "16", "measurand": "Current.Offered", "unit": "A"},
        {"value": "0.25", "measurand": "Energy.Active.Import.Interval", "unit": "kWh"},
        {"value": "3", "measurand": "Energy.Active.Export.Register", "unit": "Wh"},
        {"value": "86", "measurand": "Temperature", "unit": "Fahrenheit"},
        {"value": "50", "measurand": "Frequency", "unit": "Hz"},
    )
    assert (fact.soc_pct, fact.offered_w, fact.offered_a) == (55, 11000, 16)
    assert (fact.interval_wh, fact.export_wh, fact.temperature_c) == (250, 3, 30)
    assert fact.register_wh is None
    assert odd == []


def test_a_unit_that_cannot_be_leaves_the_value_out(meter):
    fact, (odd,) = meter({"value": "12", "unit": "Hz"}, {"value": "5", "measurand": POWER})
    assert (fact.register_wh, fact.power_w) == (None, 5)
    assert (odd.kind, odd.raw) == ("nonconformant", "Hz")


def test_a_measurand_that_nobody_knows_is_named(meter):
    _, (odd,) = meter({"value": "12", "measurand": "Energy.Of.Magic"}, {"value": "1"})
    assert (odd.kind, odd.raw) == ("nonconformant", "Energy.Of.Magic")


def test_the_operators_factor_scales_energy_and_nothing_else(meter):
    fact, _ = meter({"value": "361"}, {"value": "9451", "measurand": POWER}, energy_factor=1000)
    assert (fact.register_wh, fact.power_w) == (361000, 9451)


def test_without_a_factor_a_register_is_exactly_as_said(meter):
    fact, _ = meter({"value": "1234567890.123456789"})
    assert str(fact.register_wh) == "1234567890.123456789"


def test_each_meter_value_is_one_fact_at_its_own_time(hear):
    values = [
        {"timestamp": f"2025-10-13T10:{minute}:00Z", "sampledValue": [{"value": minute}]}
        for minute in ("10", "15")
    ]
    facts = hear.call("MeterValues", {"connectorId": 2, "meterValue": values})
    assert [int(fact.register_wh) for fact in facts] == [10, 15]
    assert facts[1].at - facts[0].at == 300_000_000


def test_bad_stamps_in_one_frame_are_one_oddity(hear):
    values = [{"timestamp": "", "sampledValue": [{"value": "1"}]}] * 3
    facts = hear.call("MeterValues", {"connectorId": 2, "meterValue": values})
    assert [fact.clock_repaired for fact in facts[:3]] == [True] * 3
    assert [fact.kind for fact in facts if isinstance(fact, OddityFound)] == ["clock"]
    assert {fact.at for fact in facts} == {facts[0].received_at}


def test_a_meter_value_without_samples_is_odd_and_no_fact(hear):
    (odd,) = hear.call(
        "MeterValues", {"connectorId": 1, "meterValue": [{"timestamp": "2025-10-13T10:10:00Z"}]}
    )
    assert odd.kind == "nonconformant"


def test_the_connector_is_never_made_up(hear):
    fact, odd = hear.call(
        "MeterValues",
        {"meterValue": [{"timestamp": "2025-10-13T10:10:00Z", "sampledValue": [{"value": "1"}]}]},
    )
    assert fact.socket is None
    assert odd.rule == "Q13"


def test_of_two_equal_values_the_first_is_taken(meter):
    fact, _ = meter(
        {"value": "1"},
        {"value": "2"},
        {"value": "10", "measurand": POWER, "phase": "L1"},
        {"value": "20", "measurand": POWER, "phase": "L1"},
    )
    assert (fact.register_wh, fact.power_w) == (1, 10)


def test_what_is_odd_in_many_values_is_said_once(meter):
    _, (odd,) = meter({"value": "1", "unit": "Hz"}, {"value": "2", "unit": "Hz"})
    assert odd.what == (Reason(Oddity.UNIT_DOES_NOT_FIT),)


@pytest.mark.parametrize("is_v2", [False, True])
def test_registers_side_by_side_are_all_told_the_first_one_first(meter, is_v2):
    fact, _ = meter({"value": "0"}, {"value": "1244"}, {"value": "0"}, {"value": "7"}, is_v2=is_v2)
    assert (fact.register_wh, fact.also_wh) == (0, (1244, 7))


def test_what_is_read_elsewhere_or_of_another_context_stands_beside_nothing(meter):
    fact, _ = meter(
        {"value": "100"},
        {"value": "9000", "location": "Inlet"},
        {"value": "110", "context": "Sample.Clock"},
    )
    assert (fact.register_wh, fact.also_wh, fact.location) == (100, (), "")


@pytest.mark.parametrize(("said", "location"), [("Outlet", ""), ("Inlet", "Inlet"), ("Attic", "elsewhere")])
def test_a_register_names_its_place_but_for_the_outlet(meter, said, location):
    fact, _ = meter({"value": "100", "location": said}, {"value": "7", "measurand": POWER})
    assert fact.location == location


def test_export_and_net_are_told_beside_the_import(meter):
    fact, odd = meter(
        {"value": "100"},
        {"value": "8", "unit": "kWh", "measurand": "Energy.Active.Export.Register"},
        {"value": "-7900", "measurand": "Energy.Active.Net"},
        {"value": "7", "unit": "kW", "measurand": "Power.Active.Export"},
        {"value": "50", "measurand": "Energy.Active.Export.Interval"},
    )
    assert (fact.register_wh, fact.export_wh, fact.net_wh) == (100, 8000, -7900)
    assert (fact.export_w, fact.export_interval_wh, odd) == (7000, 50, [])


@pytest.mark.parametrize("measurand", [REGISTER, "Energy.Active.Export.Register", "Energy.Active.Net"])
def test_any_energy_is_told_with_its_place_and_its_context(meter, measurand):
    said = {"value": "5", "measurand": measurand, "location": "Inlet", "context": "Sample.Clock"}
    fact, _ = meter({"value": "7", "measurand": POWER}, said)
    assert (fact.location, fact.context) == ("Inlet", "Sample.Clock")
