from functools import reduce

import pytest

from chargeboard.domain.facts import Booted
from chargeboard.metrics.plates import Plates, advance


def after(*told):
    boots = [Booted(n, n, *plate) for n, plate in enumerate(told)]
    return reduce(advance, boots, Plates())


@pytest.mark.parametrize(
    ("told", "changed_at"),
    [
        ([("ACME", "X", "1"), ("ACME", "X", "2")], [1]),
        ([("ACME", "X", "1"), ("ACME", "X", ""), ("ACME", "X", "2")], [2]),
        ([("ACME", "X", "1"), ("", "", ""), ("ACME", "X", "1")], []),
        ([("ACME", "X", ""), ("ACME", "Y", "")], [1]),
        # a new firmware writes its vendor otherwise; the number says that it is the same
        ([("ACME", "X", "1"), ("Acme Inc.", "X-2", "1")], []),
        ([("ACME", "X", ""), ("ACME", "X", "1")], []),
        ([("A", "X", "1"), ("B", "Y", "2"), ("A", "X", "1")], [1, 2]),
    ],
)
def test_other_hardware_is_another_serial_number_or_where_none_is_known_another_kind(told, changed_at):
    assert [one.at for one in after(*told).replaced] == changed_at


def test_what_it_was_is_told_and_the_list_stays_short():
    plates = after(*[("ACME", "X", str(n)) for n in range(50)])
    assert plates.replaced[-1].was.text == "ACME X, serial number 48"
    assert len(plates.replaced) == 20
