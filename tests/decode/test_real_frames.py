"""Frames that real chargers sent: what each must give, and why."""

import json
from collections import Counter
from datetime import datetime, timedelta

import pytest

from chargeboard.decode import Pairing, read
from chargeboard.domain.facts import (
    Answered,
    Booted,
    HeartbeatHeard,
    IntervalSet,
    OddityFound,
    Phases,
    RemoteStartAsked,
    Sampled,
    StartReported,
    StatusReported,
    StopReported,
    TransactionTold,
)
from chargeboard.domain.frame import Frame
from chargeboard.domain.policy import Policy
from chargeboard.time.instants import instant_of


def lines(path):
    return [json.loads(line) for line in path.read_text().splitlines()]


def stamps_in(value):
    if isinstance(value, dict):
        for key, item in value.items():
            yield from ([item] if key == "timestamp" else stamps_in(item))
    elif isinstance(value, list):
        for item in value:
            yield from stamps_in(item)


def heard(entry):
    """The frame as if it was received two seconds after what it says."""
    message = entry.get("message", entry.get("raw"))
    said = max(stamps_in(message), default="2025-10-13T10:20:00Z")
    at = instant_of(datetime.fromisoformat(said) + timedelta(seconds=2))
    text = message if isinstance(message, str) else json.dumps(message)
    return read(Frame("CP1", at, "in", text, "A", "ocpp1.6"), Pairing(), Policy())


@pytest.fixture
def quirks(shared):
    return {
        (entry["source"].removeprefix("https://github.com/"), json.dumps(entry.get("message"))): heard(entry)
        for entry in lines(shared / "data/ocpp-logs/quirks_from_issues.jsonl")
    }


def of(quirks, source):
    found = [facts for (where, _), facts in quirks.items() if where.split()[0] == source]
    assert found
    return found if len(found) > 1 else found[0]


def test_no_quirk_frame_is_lost(quirks):
    assert len(quirks) == 15
    assert all(quirks.values())


def test_a_wallbox_that_writes_numbers_with_exponents_has_a_current_of_20_a(quirks):
    (sample,) = of(quirks, "lbbrhzn/ocpp/issues/2")
    assert (sample.current_a, sample.offered_a, sample.register_wh) == (Phases(20), 32, 333)


def test_an_alfen_in_safe_mode_faults_the_charger_and_not_its_connector(quirks):
    (charger,), (connector,) = of(quirks, "lbbrhzn/ocpp/issues/337")
    assert (charger.socket, charger.status, charger.vendor_code) == (0, "Faulted", "210")
    assert (connector.socket, connector.status) == (1, "Available")


def test_a_legrand_error_code_outside_the_standard_stays_as_said(quirks):
    fact, odd = of(quirks, "lbbrhzn/ocpp/issues/1248")
    assert (fact.error_code, odd.kind) == ("Error", "nonconformant")


def test_a_ctek_fault_keeps_the_vendors_code(quirks):
    (fact,) = of(quirks, "lbbrhzn/ocpp/issues/1987")
    assert (fact.error_code, fact.vendor_code, fact.vendor_id) == ("OtherError", "NoPPDetected", "com.ctek")


def test_a_fault_in_a_transaction_is_a_status_and_ends_nothing(quirks):
    (fact,) = of(quirks, "matth-x/MicroOcpp/issues/203")
    assert isinstance(fact, StatusReported)


def test_a_log_line_with_missing_commas_is_quarantined(quirks):
    (odd,) = of(quirks, "steve-community/steve/issues/1916")
    assert odd.kind == "quarantined"


def test_a_boot_of_an_everest_charger_has_its_serial_of_the_box(quirks):
    (fact,) = of(quirks, "EVerest/libocpp/issues/495")
    assert isinstance(fact, Booted)
    assert (fact.vendor, fact.serial) == ("chargebyte", "123")


def test_a_stop_after_a_power_cut_keeps_the_reason_it_gave(quirks):
    (fact,) = of(quirks, "OpenEVSE/openevse_esp32_firmware/issues/787")
    assert (fact.reason, fact.token, fact.meter_stop_wh, fact.transaction_id) == (
        "DeAuthorized",
        "",
        54,
        "347",
    )


def test_kwh_that_are_labelled_wh_are_not_guessed(quirks):
    (fact,) = of(quirks, "OpenEVSE/openevse_esp32_firmware/issues/703")
    assert (fact.register_wh, fact.power_w) == (361, 9451)


def test_a_start_seen_through_evcc_is_a_start(quirks):
    (fact,) = of(quirks, "evcc-io/evcc/issues/32078")
    assert isinstance(fact, StartReported)
    assert fact.meter_start_wh == 4265924


def test_go_e_values_without_transaction_and_context_are_read(quirks):
    (fact,) = of(quirks, "goecharger/go-eCharger-API-v2/issues/126")
    assert (fact.transaction_id, fact.register_wh, fact.power_w) == ("", 165333, 0)


def test_a_queued_frame_without_a_register_tells_the_currents(quirks):
    (fact,) = of(quirks, "evcc-io/evcc/issues/10366")
    assert (fact.register_wh, fact.offered_a, fact.current_a) == (None, 12, Phases(8.8))


def test_a_register_of_the_begin_is_not_read_in_1_6(quirks):
    (fact,) = of(quirks, "evcc-io/evcc/issues/30943")
    assert (fact.register_wh, fact.power_w, fact.transaction_id) == (None, 0, "1781661428")


def test_a_stop_at_zero_is_told_as_it_is(quirks):
    (fact,) = of(quirks, "SensorsIot/Wallbox-EVCC-Proxy")
    assert isinstance(fact, StopReported)
    assert (fact.meter_stop_wh, fact.reason) == (0, "Remote")


def test_the_actec_wallbox_boots_and_measures_by_phase_and_nothing_is_odd(shared):
    from_csms = {"SetChargingProfile", "ChangeAvailability", "GetConfiguration", "TriggerMessage"}
    pairing, facts = Pairing(), []
    for entry in lines(shared / "data/ocpp-logs/actec_evac22k_sensorsiot.jsonl"):
        message = entry["message"]
        # only the frames of one source name their direction; the actions tell it for the others
        is_out = "target->client" in entry["prefix"] or (message[0] == 2 and message[2] in from_csms)
        at = instant_of(datetime.fromisoformat("2025-12-19T15:00:00Z"))
        frame = Frame("AC", at, "out" if is_out else "in", json.dumps(message), "A", "ocpp1.6")
        facts += read(frame, pairing, Policy())
    # four boots, two of them answered, and the interval read once; the many SetChargingProfile,
    # FirmwareStatus "Installed" and refusals of those by the backend say nothing that a figure needs
    assert Counter(type(fact) for fact in facts) == {
        Booted: 4,
        IntervalSet: 3,
        HeartbeatHeard: 2,
        Sampled: 2,
    }
    assert {fact.interval_s for fact in facts if isinstance(fact, IntervalSet)} == {60}
    # the box reports no total: power is the sum of its phases
    first, second = (fact for fact in facts if isinstance(fact, Sampled))
    assert (first.power_w, second.power_w) == (4105, 10935)
    assert first.current_a == Phases(5.91, 5.86, 5.83)
    assert first.register_wh is None


def recorded(shared, name):
    pairings, facts = {}, {}
    for entry in lines(shared / f"data/recorded/{name}.jsonl"):
        if entry["dir"] not in {"recv", "send"}:
            continue
        direction = "in" if entry["dir"] == "recv" else "out"
        at = instant_of(datetime.fromisoformat(entry["ts"]))
        station = entry["cp"]
        frame = Frame(station, at, direction, entry["frame"], "A", entry["proto"])
        facts.setdefault(station, []).extend(read(frame, pairings.setdefault(station, Pairing()), Policy()))
    return facts, pairings


@pytest.mark.parametrize("name", ["microocpp", "ocppgo", "openocpp", "shiv3", "solidstudio"])
def test_recorded_stacks_leave_nothing_unread_and_no_clock_in_doubt(shared, name):
    facts, pairings = recorded(shared, name)
    for said in facts.values():
        assert not [fact for fact in said if isinstance(fact, OddityFound) and fact.kind != "nonconformant"]
        # each boot was answered with an interval; one station went on without booting again
        kinds = Counter(type(fact) for fact in said)
        assert kinds[Booted] == kinds[IntervalSet] <= 1
    assert all(len(pairing.calls) <= 2 for pairing in pairings.values())


@pytest.mark.parametrize(
    ("name", "station", "starts", "stops"),
    [
        ("microocpp", "MICRO16", 1, 1),
        ("openocpp", "OPENOCPP-Q", 3, 2),
        ("shiv3", "SHIV-1.6J", 1, 1),
        ("solidstudio", "SOLID16", 1, 1),
    ],
)
def test_recorded_1_6_transactions_are_told_and_answered(shared, name, station, starts, stops):
    said = recorded(shared, name)[0][station]
    kinds = Counter(type(fact) for fact in said)
    assert (kinds[StartReported], kinds[StopReported]) == (starts, stops)
    refs = {fact.ref for fact in said if isinstance(fact, StartReported)}
    answers = [fact for fact in said if isinstance(fact, Answered) and fact.ref in refs]
    assert all(answer.transaction_id.isdigit() for answer in answers)
    assert len(answers) == starts


@pytest.mark.parametrize(
    ("name", "station"), [("solidstudio", "SOLID201"), ("solidstudio", "SOLID21"), ("ocppgo", "GO201")]
)
def test_recorded_2_x_remote_starts_are_asked_accepted_and_followed_by_events(shared, name, station):
    said = recorded(shared, name)[0][station]
    (asked,) = [fact for fact in said if isinstance(fact, RemoteStartAsked)]
    (answer,) = [fact for fact in said if isinstance(fact, Answered) and fact.ref == asked.ref]
    assert (asked.socket, asked.token, asked.remote_start_id) == (1, "TAG1", 1)
    assert answer.status in {"Accepted", "Rejected"}
    assert [fact for fact in said if isinstance(fact, TransactionTold)]


def test_a_stack_that_meters_only_export_has_no_import_register(shared):
    samples = [fact for fact in recorded(shared, "ocppgo")[0]["GO201"] if isinstance(fact, Sampled)]
    assert samples
    assert {sample.register_wh for sample in samples} == {None}
    assert samples[0].export_wh == 10_000
