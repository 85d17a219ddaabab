"""Each failure class of definitions 2.3, and which one wins."""

import pytest
from attempt_story import Story, at

from chargeboard.domain.facts import ProblemTold
from chargeboard.domain.policy import Policy
from chargeboard.domain.reasons import Because, Reason
from chargeboard.reasons import text_of


def ended(seconds=3600, wh=0, reason="Local", **start):
    return Story().plug(0).card(5).start(10, **start).stop(10 + seconds, wh, reason).unplug(15 + seconds)


def test_energy_is_a_success():
    (attempt,) = ended(wh=100).attempts()
    assert (attempt.outcome, attempt.stage) == ("success", "energy")
    assert text_of(attempt.because) == "0.1 kWh delivered"


def test_ninety_nine_watt_hours_are_not():
    (attempt,) = ended(seconds=21_728, wh=99).attempts()
    assert attempt.outcome == "zero_energy"
    assert text_of(attempt.because) == "ended after 6h 2m 8s with too little energy"


def test_unknown_energy_is_a_success_after_a_minute():
    assert ended(seconds=60, wh=None).outcomes() == ["success"]
    assert ended(seconds=59, wh=None).outcomes() == ["user_cancelled"]


@pytest.mark.parametrize("status", ["Blocked", "Expired", "Invalid", "ConcurrentTx", "NoCredit"])
def test_a_rejected_card_that_was_never_accepted(status):
    (attempt,) = Story().plug(0).card(10, status=status).unplug(60).attempts()
    assert attempt.outcome == "auth_rejected"
    assert attempt.because == Reason(Because.AUTHORISATION_ANSWERED, {"status": status})


def test_a_rejected_start_answer_counts_as_rejected():
    assert ended(status="Blocked").outcomes() == ["auth_rejected"]


def test_an_acceptance_before_the_rejection_does_not_help():
    story = Story().plug(0).card(5, "A").card(20, "B", "Invalid").unplug(60)
    assert story.outcomes() == ["auth_rejected"]


def test_deauthorized_is_rejected():
    assert ended(reason="DeAuthorized").outcomes() == ["auth_rejected"]


@pytest.mark.parametrize("status", ["Rejected", "CallError"])
def test_a_refused_remote_start(status):
    assert Story().remote(0, status, socket=1).outcomes() == ["start_rejected"]


def test_a_tariff_that_was_not_accepted():
    story = Story().event(0, "Started", "CablePluggedIn").event(5, "Updated", "TariffNotAccepted")
    assert story.event(20, "Ended", reason="Other").outcomes() == ["start_rejected"]


@pytest.mark.parametrize(
    ("code", "vendor_code"),
    [
        ("EVCommunicationError", ""),
        ("ConnectorLockFailure", ""),
        *(("OtherError", f"CX0{n}") for n in ("01", "10", "14", "16", "20", "23")),
    ],
)
def test_only_codes_of_car_and_connector(code, vendor_code):
    story = Story().start(0).status(30, 1, "SuspendedEVSE", code, vendor_code=vendor_code)
    assert story.stop(3600, 0).unplug(3605).outcomes() == ["ev_or_connector_fault"]


@pytest.mark.parametrize("vendor_code", ["CX002", "CX011", "CX017", "CX025", "E42"])
def test_any_other_code_is_the_chargers(vendor_code):
    story = Story().start(0).status(30, 1, "SuspendedEVSE", "OtherError", vendor_code=vendor_code)
    assert story.stop(3600, 0).unplug(3605).outcomes() == ["charger_fault"]


def test_a_car_code_beside_another_is_the_chargers():
    story = Story().start(0).status(30, 1, "SuspendedEV", "EVCommunicationError")
    assert story.status(40, 1, "Faulted", "GroundFailure").stop(50, 0).outcomes() == ["charger_fault"]


def test_a_fault_without_code_beside_a_car_code_is_that_one():
    story = Story().start(0).status(30, 1, "SuspendedEV", "EVCommunicationError").status(90, 1, "Faulted")
    assert story.stop(95, 0).outcomes() == ["ev_or_connector_fault"]
    late = Story().start(0).status(30, 1, "SuspendedEV", "EVCommunicationError").status(91, 1, "Faulted")
    assert late.stop(95, 0).outcomes() == ["charger_fault"]


def test_a_bare_fault_is_the_chargers():
    assert Story().plug(0).card(5).status(20, 1, "Faulted").unplug(60).outcomes() == ["charger_fault"]


@pytest.mark.parametrize(
    "reason",
    [
        "EmergencyStop",
        "HardReset",
        "SoftReset",
        "ImmediateReset",
        "Reboot",
        "PowerLoss",
        "PowerQuality",
        "GroundFault",
        "OvercurrentFault",
    ],
)
def test_stops_that_are_the_chargers_fault(reason):
    assert ended(seconds=60, reason=reason).outcomes() == ["charger_fault"]


def test_errors_count_from_the_start_to_a_minute_after_the_end():
    def with_error(s):
        story = Story().start(0).stop(600, 0)
        return story.status(s, 1, "Available", "OverVoltage").outcomes()

    assert with_error(0) == with_error(660) == ["charger_fault"]
    assert with_error(-1) == with_error(661) == ["zero_energy"]


def test_a_stop_that_is_an_error_itself_is_more_than_a_car_code():
    def stopped_by(reason):
        story = Story().start(0).status(30, 1, "SuspendedEV", "EVCommunicationError").stop(60, 0, reason)
        return story.outcomes()

    assert stopped_by("HardReset") == ["charger_fault"]
    assert stopped_by("SoftReset") == ["ev_or_connector_fault"]


def test_a_transaction_of_2x_that_nobody_was_authorised_for_ran_out_of_time():
    def plugged(**authorised):
        story = Story().evse(0, 1, "Occupied").event(1, "Started", "CablePluggedIn", state="EVConnected")
        if authorised:
            story.event(20, "Updated", **authorised)
        return story.event(90, "Ended", "EVDeparted", reason="EVDisconnected").evse(91, 1, "Available")

    assert plugged().outcomes() == ["preparing_timeout"]
    assert plugged(trigger="Authorized").outcomes() == ["user_cancelled"]
    assert plugged(trigger="ChargingStateChanged", state="Charging").outcomes() == ["user_cancelled"]
    assert plugged(trigger="Authorized", token="T", answer="Accepted").outcomes() == ["user_cancelled"]


def test_a_security_event_is_no_reason_for_a_failure():
    story = Story().start(0).stop(600, 0)
    story.facts.append(ProblemTold(at(30), at(30), "security", 1, "TamperDetectionActivated"))
    assert story.outcomes() == ["zero_energy"]


def test_errors_of_the_charger_do_not_count_for_a_card_without_a_socket():
    assert Story().card(0).status(30, 0, "Faulted", "OtherError").outcomes() == ["preparing_timeout"]


def test_giving_up_twice_takes_two_short_transactions():
    story = Story().plug(0).start(10).stop(40, 0).status(41, 1, "Finishing").start(60).stop(660, 0)
    assert story.outcomes() == ["zero_energy"]


def test_errors_elsewhere_do_not_count():
    story = (
        Story(1, 2).start(0).status(30, 0, "Faulted", "OtherError").status(40, 2, "Faulted", "OverVoltage")
    )
    assert story.stop(600, 0).outcomes() == ["zero_energy"]


def test_a_repeat_of_an_older_error_counts_when_it_falls_into_the_attempt():
    story = Story().status(-30, 1, "Available", "OverVoltage", repeats=1, repeated_at=at(5))
    assert story.start(0).stop(600, 0).outcomes() == ["charger_fault"]


@pytest.mark.parametrize(
    "story",
    [
        pytest.param(Story().plug(0).unplug(300), id="plugged, never authorised"),
        pytest.param(Story().plug(0).card(5).unplug(300), id="plugged and authorised, never started"),
        pytest.param(Story().remote(0, socket=1), id="remote start accepted, no start"),
        pytest.param(Story().card(0), id="authorised, never plugged"),
        pytest.param(
            Story().event(0, "Started", "Authorized", token="T").event(120, "Ended", "EVConnectTimeout"),
            id="EVConnectTimeout",
        ),
        pytest.param(
            Story().event(0, "Started", "CablePluggedIn").event(120, "Ended", reason="Timeout"), id="Timeout"
        ),
        pytest.param(
            Story().start(0).status(60, 1, "Preparing", "OtherError", vendor_code="CX009").stop(90, 0),
            id="MREC 009",
        ),
    ],
)
def test_it_never_started(story):
    assert story.outcomes() == ["preparing_timeout"]


@pytest.mark.parametrize(
    "reason",
    [
        "Local",
        "Remote",
        "EVDisconnected",
        "UnlockCommand",
        "StoppedByEV",
        "MasterPass",
        "LocalOutOfCredit",
        None,
    ],
)
def test_the_driver_gave_up_within_two_minutes(reason):
    assert ended(seconds=120, wh=99, reason=reason).outcomes() == ["user_cancelled"]
    assert ended(seconds=121, wh=99, reason=reason).outcomes() == ["zero_energy"]


def test_a_quick_end_for_another_reason_is_without_energy():
    assert ended(seconds=30, reason="Other").outcomes() == ["zero_energy"]


def test_a_car_that_was_lost_is_a_connector_fault():
    story = Story().event(0, "Started", "CablePluggedIn").event(300, "Ended", "EVCommunicationLost")
    assert story.outcomes() == ["ev_or_connector_fault"]


def test_a_car_that_refuses_energy():
    story = Story().event(0, "Started").event(60, "Ended", reason="ReqEnergyTransferRejected")
    assert story.outcomes() == ["ev_or_connector_fault"]


def test_an_abnormal_condition_is_the_chargers():
    story = Story().event(0, "Started").event(30, "Updated", "AbnormalCondition")
    assert story.event(60, "Ended", reason="Other").outcomes() == ["charger_fault"]


def test_a_told_problem_is_the_chargers_unless_it_is_the_cars():
    def with_problem(vendor_code):
        story = Story().event(0, "Started").problem(30, "Problem", vendor_code, variable="Problem")
        return story.event(600, "Ended", reason="Other").outcomes()

    assert with_problem("CX017") == ["charger_fault"]
    assert with_problem("CX014") == ["ev_or_connector_fault"]


def test_the_first_class_of_the_table_wins():
    faulted = Story().plug(0).card(5, status="Invalid").status(10, 1, "Faulted", "GroundFailure").unplug(60)
    assert faulted.outcomes() == ["auth_rejected"]
    refused = Story().plug(0).remote(5, "Rejected", socket=1).status(10, 1, "Faulted", "GroundFailure")
    assert refused.unplug(60).outcomes() == ["start_rejected"]


def test_success_beats_every_failure():
    story = Story().plug(0).card(5, "B", "Invalid").card(20, "G").start(30, token="G")
    assert story.status(40, 1, "Faulted", "GroundFailure").stop(3600, 5000, "PowerLoss").outcomes() == [
        "success"
    ]


def test_the_options_of_success():
    idle = ended(wh=0)
    assert idle.outcomes(policy=Policy(success="transaction")) == ["success"]
    assert idle.outcomes(policy=Policy(success="charging_state")) == ["zero_energy"]
    charged = Story().plug(0).start(10).status(12, 1, "Charging").stop(600, 0).unplug(605)
    assert charged.outcomes(policy=Policy(success="charging_state")) == ["success"]
    assert charged.outcomes() == ["zero_energy"]
    assert ended(wh=150).outcomes(policy=Policy(min_success_energy_wh=200)) == ["zero_energy"]
