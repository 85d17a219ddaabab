"""Is what somebody orders a report, and what is said where it is not?"""

import pytest

from chargeboard.domain.periods import Every
from chargeboard.domain.report_orders import FileForm, ReportOrder
from chargeboard.run.reporting.checking import OrderError, checked_order

RIGHT = {"every": "week", "channels": "disk", "zone": "Europe/Berlin"}


def test_texts_of_a_shell_and_values_of_a_file_make_the_same():
    told = checked_order(
        "a", RIGHT | {"day": "5", "hour": "7", "forms": "html, pdf", "is_off": "false"}, ["disk"]
    )
    of_file = {"every": "week", "channels": ["disk"], "zone": "Europe/Berlin", "day": 5, "hour": 7}
    assert told == checked_order("a", of_file | {"forms": ["html", "pdf"], "is_off": False}, ["disk"])
    assert told == ReportOrder(
        name="a",
        every=Every.WEEK,
        day=5,
        hour=7,
        zone="Europe/Berlin",
        forms=(FileForm.HTML, FileForm.PDF),
        channels=("disk",),
    )


@pytest.mark.parametrize(
    ("change", "key", "told"),
    [
        ({"every": "year"}, "every", "week, month"),
        ({"every": ""}, "every", "is missing"),
        ({"day": 8}, "day", "1 (Monday) to 7"),
        ({"every": "month", "day": "29"}, "day", "1 to 28"),
        ({"hour": "24"}, "hour", "0 to 23"),
        ({"hour": "six"}, "hour", "no whole number"),
        ({"hour": True}, "hour", "no whole number"),
        ({"zone": "Berlin"}, "zone", "Europe/Berlin"),
        ({"zone": "../../etc/passwd"}, "zone", "no time zone"),
        ({"forms": "doc"}, "forms", "html, pdf, csv, parquet"),
        ({"forms": []}, "forms", "at least one"),
        ({"channels": "nowhere"}, "channels", "disk"),
        ({"channels": ""}, "channels", "at least one"),
        ({"to": "owner"}, "to", "owner@example.org"),
        ({"to": 'a@b"\r\nBcc: x@y'}, "to", "no address"),
        ({"charger": "A", "site": "B"}, "site", "not both"),
        ({"colour": "red"}, "colour", "there are every, charger"),
        ({"is_off": "maybe"}, "is_off", "true or false"),
        ({"to": 5}, "to", "list of texts"),
    ],
)
def test_what_is_wrong_is_named_with_what_would_be_right(change, key, told):
    with pytest.raises(OrderError) as wrong:
        checked_order("a", RIGHT | change, ["disk"])
    assert wrong.value.key == key
    assert told in str(wrong.value)


@pytest.mark.parametrize("name", ["", "a/b", "../a", "a~b", "ä", "x" * 65, ".hidden"])
def test_a_name_is_one_of_a_file_and_of_mail(name):
    with pytest.raises(OrderError):
        checked_order(name, RIGHT, ["disk"])
