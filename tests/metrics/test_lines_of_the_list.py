"""What is a charger ordered, found and counted by in the list of chargers?"""

import pytest

from chargeboard.domain.figures.board import FleetRow, Insight, SocketNow
from chargeboard.domain.figures.day_rows import Headline
from chargeboard.metrics.fleet import counts, line_of


def ratio(pct):
    return Headline(numerator=0, denominator=0, pct=pct, days=7)


def row(station="C1", states=("available",), pct=None, **more):
    told = {
        "id": station,
        "name": "",
        "site": "",
        "timezone": "UTC",
        "is_online": True,
        "last_contact": None,
        "active_sessions": 0,
        "energy_now_wh": 0.0,
        "utilization": ratio(pct),
        "success": ratio(pct),
        "sessions_today": 0,
        "energy_today_wh": None,
        "active_errors": 0,
    }
    sockets = [SocketNow(socket=n, state=state, since=None) for n, state in enumerate(states, 1)]
    return FleetRow(**(told | {"sockets": sockets} | more))


def test_a_line_is_found_by_name_id_and_site_and_ordered_by_its_name_else_by_its_id():
    line = line_of(row("Ab1", name="Straße", site="Süd"))
    assert (line.station, line.name, line.text) == ("Ab1", "straße", "strasse ab1 süd")
    assert line_of(row("Ab1")).name == "ab1"


def test_what_is_not_known_counts_as_nothing_but_without_attempts_there_is_nothing_to_mend():
    line = line_of(row())
    assert (line.energy_today_wh, line.utilization_pct, line.worst) == (0, 0, 0)
    assert line.success_pct > line_of(row(pct=100.0)).success_pct
    known = line_of(row(pct=50.0, energy_today_wh=7.0, sessions_today=3, active_errors=2, attention=4))
    assert (known.success_pct, known.utilization_pct, known.energy_today_wh) == (50, 50, 7)
    assert (known.sessions_today, known.active_errors, known.attention) == (3, 2, 4)


@pytest.mark.parametrize(("need", "worst"), [("safety", 5), ("later", 1), ("", 0)])
def test_a_charger_is_as_urgent_as_the_most_urgent_of_its_guidance(need, worst):
    said = Insight(id="I08", severity="critical", code="c", need=need)
    assert line_of(row(worst_insight=said)).worst == worst


def test_sockets_that_are_faulted_and_a_charger_out_of_reach_are_counted_but_not_of_a_mere_history():
    line = line_of(row(states=("faulted", "charging", "faulted"), is_online=False))
    assert (line.faulted, line.is_offline) == (2, True)
    past = line_of(row(states=("faulted",), is_online=False, is_history=True))
    assert (past.faulted, past.is_offline) == (0, False)
    assert not line_of(row(is_online=None)).is_offline


def test_chargers_are_counted_by_what_is_wrong_and_summed_by_what_runs():
    lines = [
        line_of(row(states=("faulted", "faulted"), attention=3, active_sessions=1, energy_now_wh=500.0)),
        line_of(row(is_online=False, attention=1, active_sessions=2, energy_now_wh=700.0)),
        line_of(row()),
    ]
    found = counts(lines)
    assert (found.chargers, found.attention, found.offline, found.faulted) == (3, 2, 1, 1)
    assert (found.active_sessions, found.energy_now_wh) == (3, 1200)


def test_several_chargers_have_a_zone_only_where_all_have_the_same():
    utc, berlin = line_of(row()), line_of(row(timezone="Europe/Berlin"))
    assert [counts(lines).timezone for lines in ([], [utc], [utc, utc], [utc, berlin])] == [
        None,
        "UTC",
        "UTC",
        None,
    ]
