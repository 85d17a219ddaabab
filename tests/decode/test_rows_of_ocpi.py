"""What a party of OCPI gives becomes facts by a mapping that is written down."""

import json
from decimal import Decimal

import pytest

from chargeboard.decode.exchanges import heard
from chargeboard.domain.codes import Untold
from chargeboard.domain.facts import RowRead, SessionTold, StatusReported
from chargeboard.domain.frame import Frame
from chargeboard.domain.records import Stored
from chargeboard.time.instants import HOUR, MINUTE

NOW = 1_760_350_800_000_000
AT, BEFORE = "2025-10-13T10:20:00Z", "2025-10-13T10:19:00Z"
SESSION = {
    "socket": 2,
    "transaction_id": "DE*ABC*101",
    "start_date_time": BEFORE,
    "kwh": 1.25,
    "status": "ACTIVE",
    "cdr_token": {"uid": "t:1", "type": "RFID"},
}
CDR = {
    "socket": 2,
    "country_code": "de",
    "party_id": "abc",
    "id": "c1",
    "transaction_id": "DE*ABC*101",
    "start_date_time": BEFORE,
    "end_date_time": AT,
    "total_energy": 2,
    "total_time": 0.5,
}


@pytest.fixture
def tell(hear):
    """An object in, its facts out; that it cannot tell everything it says first."""

    def tell(table, columns):
        by, *told = hear(["ocpi", table, columns], direction="row")
        assert by == RowRead(NOW, NOW, "ocpi", (Untold.ATTEMPTS, Untold.LINKS))
        return told

    return tell


def codes(told):
    return [(reason.code, reason.numbers.get("field")) for fact in told for reason in fact.what]


def test_an_evse_tells_how_its_socket_is_since_the_row(tell):
    assert tell("evse", {"socket": 2, "status": "CHARGING"}) == [
        StatusReported(NOW, NOW, 2, "Charging", "NoError")
    ]


def test_a_word_that_is_no_status_of_ocpi_stays_and_is_odd(tell):
    odd, status = sorted(
        tell("evse", {"socket": 1, "status": "Occupied"}), key=lambda one: hasattr(one, "status")
    )
    assert status.status == "Occupied"
    assert codes([odd]) == [("unknown_word", "status")]


@pytest.mark.parametrize("field", ["socket", "status"])
def test_an_evse_without_a_socket_or_a_status_tells_nothing(tell, field):
    assert codes(tell("evse", {"socket": 1, "status": "CHARGING", field: None})) == [("missing", field)]


def test_a_session_goes_on_with_what_it_has_of_energy(tell):
    expected = SessionTold(
        NOW - MINUTE, NOW, "DE*ABC*101", 2, None, Decimal(1250), token="t:1", source="ocpi"
    )
    assert tell("session", SESSION) == [expected]


def test_a_session_that_is_active_goes_on_whatever_its_end_says(tell):
    (told,) = tell("session", SESSION | {"end_date_time": AT})
    assert told.end is None


def test_an_end_that_is_not_told_is_when_the_session_was_updated_and_odd(tell):
    told, odd = tell("session", SESSION | {"status": "COMPLETED", "end_date_time": None})
    assert told.end == NOW
    assert codes([odd]) == [("missing", "end_date_time")]


@pytest.mark.parametrize(
    ("status", "kwh", "is_told", "is_void"),
    [
        ("PENDING", 0, False, False),
        ("RESERVATION", 0.0, False, False),
        ("PENDING", 1.5, True, False),
        ("INVALID", 0, True, True),
        ("INVALID", 1.5, True, False),
        ("COMPLETED", 0, True, False),
    ],
)
def test_what_never_began_is_none_unless_energy_was_delivered(tell, status, kwh, is_told, is_void):
    told = tell("session", SESSION | {"status": status, "kwh": kwh, "end_date_time": AT})
    assert [one.is_void for one in told] == [is_void] * is_told


def test_a_bill_is_of_its_session_and_has_a_name_of_its_own(tell):
    expected = SessionTold(
        NOW - MINUTE, NOW, "DE*ABC*101", 2, NOW, Decimal(2000), bill="DE*ABC*C1", source="ocpi"
    )
    assert tell("cdr", CDR) == [expected]


def test_a_credit_takes_back_the_bill_that_it_names(tell):
    (told,) = tell("cdr", CDR | {"id": "c2", "credit": True, "credit_reference_id": "C1"})
    assert (told.bill, told.takes_back) == ("DE*ABC*C2", "DE*ABC*C1")


def test_a_credit_that_names_no_bill_tells_nothing(tell):
    assert codes(tell("cdr", CDR | {"credit": True})) == [("missing", "credit_reference_id")]


def test_hours_say_when_a_bill_ended_that_tells_no_end(tell):
    bill = CDR | {"start_date_time": "2025-10-13T08:20:00Z", "end_date_time": None}
    told, odd = tell("cdr", bill | {"total_time": 0.5})
    assert told.end == NOW - 2 * HOUR + 30 * MINUTE
    assert codes([odd]) == [("missing", "end_date_time")]


@pytest.mark.parametrize("text", ["2025-10-13T10:19:00", "2025-10-13T10:19", "2025-10-13 10:19:00.000"])
def test_a_time_without_a_zone_is_utc_and_odd(tell, text):
    told, odd = tell("session", SESSION | {"start_date_time": text})
    assert told.at == NOW - MINUTE
    assert codes([odd]) == [("no_zone", None)]


@pytest.mark.parametrize(
    "text", ["2025-10-13T10:19:00Z", "2025-10-13T12:19:00+02:00", "2025-10-13T08:19:00.5-0200"]
)
def test_a_time_with_a_zone_is_not(tell, text):
    assert len(tell("session", SESSION | {"start_date_time": text})) == 1


def test_local_time_that_is_passed_off_as_utc_is_not_usable_once_it_has_not_come(tell):
    told, odd = tell("session", SESSION | {"start_date_time": "2025-10-13T13:19:00Z"})
    assert told.at == NOW
    assert codes([odd]) == [("stamp_not_usable", None)]


def test_energy_that_becomes_less_is_odd_for_the_same_session_only(tell):
    tell("session", SESSION | {"kwh": 43.86})
    told, odd = tell("session", SESSION | {"kwh": 15.45})
    assert told.energy_wh == Decimal(15450)
    assert codes([odd]) == [("energy_fell", "kwh")]
    assert len(tell("session", SESSION | {"transaction_id": "DE*ABC*102", "kwh": 1})) == 1


@pytest.mark.parametrize("kwh", [None, "much", {}])
def test_energy_that_is_no_number_is_not_known(tell, kwh):
    told, *odd = tell("session", SESSION | {"kwh": kwh})
    assert told.energy_wh is None
    assert odd


def test_a_row_is_shown_with_the_socket_that_its_evse_is_here():
    text = json.dumps(["ocpi", "session", SESSION | {"connector_id": "1", "evse_id": "7"}])
    told = heard(Stored(1, Frame("A", NOW, "row", text)))
    assert (told.action, told.socket, told.transaction_id) == ("ocpi.session", 2, "DE*ABC*101")


def clock(seconds):
    """So long after 09:30."""
    hours, rest = divmod(9 * 3600 + 30 * 60 + seconds, 3600)
    return f"2025-10-13T{hours:02}:{rest // 60:02}:{rest % 60:02}Z"


def period(minute, **volumes):
    told = [{"type": name, "volume": volume} for name, volume in volumes.items()]
    return {"start_date_time": clock(minute * 60), "dimensions": told}


def of_bill(tell, *periods):
    """Of 2 kWh within 30 minutes: minutes and Wh of its course, its peak, and what is odd."""
    span = {"start_date_time": clock(0), "end_date_time": clock(1800)}
    bill = CDR | span | {"charging_periods": list(periods)}
    told, *odd = tell("cdr", bill)
    return [((at - told.at) // MINUTE, wh) for at, wh in told.charged], told.peak_w, codes(odd)


def test_periods_that_add_up_tell_when_energy_flowed_and_how_much_power_it_was(tell):
    periods = (
        period(0, ENERGY=0.5, MAX_POWER=11),
        period(10, ENERGY=1.5, MAX_POWER=22),
        period(20, PARKING_TIME=0.1),
    )
    assert of_bill(tell, *periods) == ([(0, 0), (10, 500), (20, 2000), (30, 2000)], 22_000, [])


def test_periods_come_in_any_order_and_a_rounding_is_no_oddity(tell):
    periods = period(10, ENERGY=1.495), period(0, ENERGY=0.5)
    assert of_bill(tell, *periods) == ([(0, 0), (10, 500), (30, 2000)], None, [])


@pytest.mark.parametrize(
    "periods",
    [
        # what the meter read, in Wh
        (period(0, ENERGY_IMPORT=12_000), period(10, ENERGY_IMPORT=14_000)),
        # what had been charged so far
        (period(0, ENERGY=0.5), period(10, ENERGY=2)),
        # fed back
        (period(0, ENERGY=-0.5), period(10, ENERGY=2.5)),
        # before it began
        (period(-10, ENERGY=0.5), period(10, ENERGY=1.5)),
    ],
)
def test_periods_that_do_not_add_up_to_the_session_are_odd_and_tell_nothing(tell, periods):
    assert of_bill(tell, *periods) == ([], None, [("periods_do_not_add_up", "charging_periods")])


@pytest.mark.parametrize("periods", [[], [period(0, TIME=0.5)], [{"dimensions": None}]])
def test_periods_without_energy_say_nothing_of_it_and_are_not_odd(tell, periods):
    assert of_bill(tell, *periods) == ([], None, [])


def test_of_a_session_that_goes_on_the_last_period_reaches_to_the_row(tell):
    periods = [period(0, ENERGY=1), period(20, ENERGY=0.25)]
    told, *_ = tell("session", SESSION | {"start_date_time": clock(0), "charging_periods": periods})
    assert told.charged == ((told.at, 0), (told.at + 20 * MINUTE, 1000), (NOW, 1250))


def test_of_a_course_of_very_many_periods_some_instants_are_kept(tell):
    dimensions = [{"type": "ENERGY", "volume": 0.002}]
    periods = [{"start_date_time": clock(n), "dimensions": dimensions} for n in range(1000)]
    charged, _, _ = of_bill(tell, *periods)
    assert (len(charged) <= 502, charged[0], charged[-1]) == (True, (0, 0), (30, 2000))
