"""What went wrong in the conversations of many chargers, as each store keeps it."""

from datetime import date

import pytest
from fleet_by_hand import line_of_number
from msgspec.structs import replace

from chargeboard.domain.codes import Side
from chargeboard.domain.figures.fleet_protocol import SideTroubles, TroublesWanted
from chargeboard.domain.records import FleetLine
from chargeboard.time.instants import NEVER

LONG_AGO, SINCE = date(2026, 1, 1), date(2026, 11, 1)


def lies_at(side, *, last_on=SINCE, **counts):
    known = {"late": 0, "unanswered": 0, "refused": None, "repeated": None, "nonstandard": 0, "cut": None}
    known |= counts
    times = sum(filter(None, known.values()))
    return SideTroubles(side=side, last_on=last_on, troubles=times, messages=9, **known)


KEPT = {
    "A": [lies_at(Side.CHARGER, late=5, refused=1), lies_at(Side.LINK, unanswered=2, cut=30)],
    "B": [lies_at(Side.CSMS, late=6)],
    "C": [lies_at(Side.CHARGER, nonstandard=9)],
    "D": [lies_at(Side.CHARGER, late=99, last_on=LONG_AGO)],
    "E": [],
}


@pytest.fixture
def kept(store):
    store.save_fleet([line(n, station) for n, station in enumerate(KEPT)])
    return store


def line(number, station):
    told = replace(line_of_number(number, station), site="Quay" if station == "C" else "Yard")
    return FleetLine(
        replace(told, text=f"{station} {told.site}".casefold()),
        -1,
        NEVER,
        b"{}",
        troubles=KEPT[station],
    )


def found(store, sites=None, **wanted):
    total, rows = store.troubles(TroublesWanted(**wanted), SINCE, sites)
    return total, [(one.id, one.found.side) for one in rows]


def test_the_worst_come_first_whoever_is_at_fault_and_whom_nobody_heard_for_long_is_not_told(kept):
    assert found(kept) == (4, [("A", "link"), ("C", "charger"), ("A", "charger"), ("B", "csms")])
    assert found(kept, limit=2) == (4, [("A", "link"), ("C", "charger")])
    assert found(kept, offset=3) == (4, [("B", "csms")])
    assert found(kept, offset=4) == (4, [])


def test_what_is_kept_is_told_again_with_whose_it_is(kept):
    _, rows = kept.troubles(TroublesWanted(), SINCE)
    assert [one.found for one in rows if one.id == "A"] == KEPT["A"][::-1]
    assert {(one.id, one.site) for one in rows} == {("A", "Yard"), ("B", "Yard"), ("C", "Quay")}


@pytest.mark.parametrize(
    ("wanted", "rows"),
    [
        ({"side": Side.CHARGER}, [("C", "charger"), ("A", "charger")]),
        ({"what": "late"}, [("B", "csms"), ("A", "charger")]),
        ({"what": "cut"}, [("A", "link")]),
        ({"what": "refused", "side": Side.CSMS}, []),
        ({"what": "repeated"}, []),
        ({"text": "quay"}, [("C", "charger")]),
        ({"sites": ["Quay"]}, [("C", "charger")]),
        ({"sites": []}, []),
    ],
)
def test_some_are_asked_for(kept, wanted, rows):
    assert found(kept, **wanted) == (len(rows), rows)


def test_it_goes_with_the_line_and_is_what_the_last_line_said(kept):
    kept.save_fleet([replace(line(0, "A"), troubles=[lies_at(Side.CSMS, late=1)])])
    assert found(kept)[1] == [("C", "charger"), ("B", "csms"), ("A", "csms")]
    kept.drop_unlisted([])
    assert found(kept) == (0, [])
