"""
A site is the sum of its chargers, panel by panel.

Law: definitions G1. The town's chargers stand at one site, but for one; each figure of the site is worked out
here from the boards of the chargers, and nothing of the program's own sums is used.
"""

from collections import Counter
from datetime import date
from itertools import takewhile

import apsw
import pytest
from msgspec.structs import replace

from chargeboard.demo import TOWN, told
from chargeboard.domain.figures.fleet import FleetWanted
from chargeboard.domain.figures.happenings import (
    HappeningKind,
    HappeningsSpan,
    HappeningsWanted,
    RecentHappening,
)
from chargeboard.domain.figures.lists import AttemptGroup
from chargeboard.domain.policy import Policy, Profile
from chargeboard.run.answering.list_filters import AttemptFilter, ListFilter, ListScope, SessionFilter
from chargeboard.run.answering.site import UnknownSiteError
from chargeboard.run.desk import Desk
from chargeboard.store import open_store
from chargeboard.store.sql.chargers.happening_rows import put_recent
from chargeboard.time.instants import MINUTE
from chargeboard.time.spans import Span
from instants import instant
from projecting import projector_of

NOW = instant("2026-03-30T11:12:13Z")
ELSEWHERE = "TKU-AC-1"


def profile(station):
    site = "Away" if station == ELSEWHERE else "Lindenau"
    return Profile(id=station, site=site, policy=Policy(timezone="Europe/Berlin"))


@pytest.fixture(scope="module")
def desk():
    store = open_store(":memory:")
    made = Desk(store, profile, lambda: NOW)
    town = [replace(place, days=4) for place in TOWN]
    made.store.append([*takewhile(lambda frame: frame.received_at <= NOW, told(NOW, town=town))])
    for station in projector_of(made).heard():
        projector_of(made).refresh(station)
    yield made
    store.close()


@pytest.fixture(scope="module")
def boards(desk):
    return [desk.board(station) for station in desk.stations_of({"Lindenau"})]


@pytest.fixture(scope="module")
def site(desk):
    return desk.site("Lindenau").told.board


def known(values):
    return [value for value in values if value is not None]


def test_the_town_is_large_enough_to_tell(boards):
    assert len(boards) >= 4
    assert sum(board.overview.total_sessions for board in boards) > 50
    assert any(board.errors for board in boards)


def test_each_day_of_sessions_and_energy_is_the_sum_of_the_chargers(site, boards):
    assert [*site.sessions_per_day] == [*boards[0].sessions_per_day]
    for on, sessions in site.sessions_per_day.items():
        assert sessions == (sum(parts) if (parts := known(b.sessions_per_day[on] for b in boards)) else None)
        energy = known(board.energy_per_day_wh[on] for board in boards)
        assert site.energy_per_day_wh[on] == (pytest.approx(sum(energy)) if energy else None)


def test_each_percentage_is_a_ratio_of_sums(site, boards):
    for day in site.utilization:
        own = [own for board in boards for own in board.utilization if own.date == day.date]
        used, whole = sum(one.in_use_s for one in own), sum(one.available_s for one in own)
        assert (day.in_use_s, day.available_s) == (pytest.approx(used), pytest.approx(whole))
        assert day.pct == (pytest.approx(100 * used / whole) if whole else None)
    heads = [board.utilization_headline for board in boards]
    assert site.utilization_headline.pct == pytest.approx(
        100 * sum(head.numerator for head in heads) / sum(head.denominator for head in heads)
    )
    for day in site.success:
        own = [own for board in boards for own in board.success if own.date == day.date]
        assert (day.attempts, day.successes) == (
            sum(one.attempts for one in own),
            sum(one.successes for one in own),
        )
        failures = Counter()
        for one in own:
            failures.update(one.failures)
        assert day.failures == {name: n for name, n in failures.items() if n}
    head = site.success_headline
    assert head.numerator == sum(board.success_headline.numerator for board in boards)
    assert head.denominator == sum(board.success_headline.denominator for board in boards)


def test_the_overview_is_totals_over_totals(site, boards):
    seen, own = site.overview, [board.overview for board in boards]
    sessions = sum(one.total_sessions for one in own)
    assert seen.total_sessions == sessions
    assert seen.total_consumption_wh == pytest.approx(sum(one.total_consumption_wh for one in own))
    assert seen.avg_duration_s == pytest.approx(
        sum((one.avg_duration_s or 0) * one.total_sessions for one in own) / sessions
    )
    assert seen.avg_consumption_wh == pytest.approx(seen.total_consumption_wh / sessions)
    assert seen.sessions_per_day == pytest.approx(sessions / max(one.days for one in own))
    assert seen.median_duration_s is None


def test_every_open_session_and_every_error_of_a_charger_is_one_of_the_site(desk, site, boards):
    told = desk.site("Lindenau").told
    whose = {n: (one.id, own) for one in told.chargers for own, n in one.sockets.items()}
    assert {(*whose[one.socket], one.key) for one in site.ongoing.sessions} == {
        (board.charger.id, one.socket, one.key) for board in boards for one in board.ongoing.sessions
    }
    assert site.ongoing.energy_wh == pytest.approx(sum(board.ongoing.energy_wh for board in boards))
    assert Counter((*whose[row.socket], row.code, row.reports, row.active) for row in site.errors) == Counter(
        (board.charger.id, row.socket, row.code, row.reports, row.active)
        for board in boards
        for row in board.errors
    )
    assert [row.last_seen for row in site.errors] == sorted(
        (row.last_seen for row in site.errors), reverse=True
    )


def test_a_site_that_nobody_is_at_is_unknown(desk):
    with pytest.raises(UnknownSiteError):
        desk.site("Nowhere")


FIRST, END = date(2026, 3, 27), date(2026, 3, 31)
DATES = ListScope(None, (FIRST, END), None)
SINCE = instant("2026-03-26T23:00:00Z")


def of_each(desk, kind):
    """What the lists of each charger tell of these dates, by what tells it apart."""
    for station in desk.stations_of({"Lindenau"}):
        if kind == "sessions":
            rows = desk.evidence.sessions(station, DATES, SessionFilter(limit=500)).sessions
            yield from ((station, row.start, row.key, row.end, row.energy_wh) for row in rows)
        elif kind == "errors":
            for row in desk.evidence.errors(station, DATES, ListFilter(limit=500)).errors:
                yield from ((station, one.start, row.error.code, one.end, None) for one in row.episodes)
        else:
            group = AttemptGroup.FAILED if kind == "failures" else AttemptGroup.ALL
            rows = desk.evidence.attempts(station, DATES, AttemptFilter(kind=group, limit=500)).attempts
            yield from ((station, row.start, row.outcome, row.end, None) for row in rows)


def listed(page):
    told = {"sessions": lambda row: row.session, "errors": lambda row: row.code}
    what = told.get(page.kind, lambda row: row.outcome)
    return [(row.charger, row.start, what(row), row.end, row.energy_wh) for row in page.rows]


@pytest.mark.parametrize("kind", HappeningKind)
def test_the_list_of_all_chargers_is_the_lists_of_each_put_together_by_time(desk, kind):
    wanted = HappeningsWanted(kind=kind, dates=(FIRST, END), site="Lindenau", limit=500)
    found = desk.happenings(wanted)
    own = [row for row in of_each(desk, kind) if row[1] >= SINCE]
    assert own
    assert Counter(listed(found)) == Counter(own)
    starts = [row.start for row in found.rows]
    assert starts == sorted(starts, reverse=True)
    pages = [desk.happenings(replace(wanted, offset=at, limit=7)) for at in range(0, len(own), 7)]
    assert [row for page in pages for row in page.rows] == found.rows
    assert [page.more for page in pages] == [True] * (len(pages) - 1) + [False]
    everywhere = desk.happenings(replace(wanted, site="", text="lindenau"))
    assert everywhere.rows == found.rows


@pytest.mark.parametrize("kind", [HappeningKind.ATTEMPTS, HappeningKind.SESSIONS, HappeningKind.ERRORS])
def test_what_has_settled_since_a_line_was_made_is_told_once(desk, kind):
    wanted = HappeningsWanted(kind=kind, dates=(FIRST, END), site="Lindenau", limit=500)
    before = desk.happenings(wanted).rows
    span = Span(SINCE, NOW)
    settled, recent = desk.store.happenings(HappeningsSpan(kind, span, frozenset({"Lindenau"}), (), "", 500))
    assert settled
    again = [
        RecentHappening(kind, one.start, "", one.body) for one in settled if one.station == settled[0].station
    ]
    others = [
        RecentHappening(kind, one.start, "", one.body) for one in recent if one.station == settled[0].station
    ]
    put_recent(desk.store._db, settled[0].station, [*others, *again])
    try:
        assert desk.happenings(wanted).rows == before
    finally:
        projector_of(desk).tell(settled[0].station)


@pytest.mark.parametrize("query", ["attempts_everywhere", "sessions_everywhere", "errors_everywhere"])
def test_a_list_of_many_chargers_is_read_by_time_and_nothing_is_sorted_but_the_page(desk, query):
    text = desk.store._db.sql.texts[query][0].partition("\n")[2]
    given = {"first": 0, "last": 1, "most": 51, "words": "[]", "outcome": ""}
    plan = [row[-1] for row in desk.store._db.connection.execute(f"explain query plan {text}", given)]
    page, _, behind = "\n".join(plan).partition("SCAN page")
    assert "_by_time (start_at>? AND start_at<?)" in page
    assert "TEMP B-TREE FOR ORDER BY" not in page
    assert "SCAN" not in page.replace("SCAN word", "")
    assert "SCAN" not in behind


def statements(desk, site):
    """What is asked of the store for a site by who makes no lines."""
    reader, asked = Desk(desk.store, profile, lambda: NOW, look=lambda _: None), []
    desk.store.put_fleet_told(NOW)
    connection = desk.store._db.connection
    connection.trace_v2(apsw.SQLITE_TRACE_STMT, lambda event: asked.append(event["sql"]))
    try:
        return reader.site(site).told.board, len(asked)
    finally:
        connection.trace_v2(0, None)


def test_however_many_chargers_there_are_it_is_made_of_what_was_kept_with_their_lines(desk, site):
    told, of_many = statements(desk, "Lindenau")
    _, of_one = statements(desk, "Away")
    assert told == site
    assert 0 < of_many == of_one


def test_a_charger_that_moves_away_takes_its_figures_along(desk):
    moved = Desk(
        desk.store,
        lambda station: replace(profile(station), site="Away"),
        lambda: NOW + MINUTE,
    )
    some = desk.fleet(FleetWanted()).rows
    for row in some:
        desk.store.put_fleet_site(row.id, "Away")
    try:
        projector_of(moved).tell(*(row.id for row in some))
        with pytest.raises(UnknownSiteError):
            moved.site("Lindenau")
        assert len(moved.site("Away").rows) == len(some)
    finally:
        for row in some:
            desk.store.put_fleet_site(row.id, profile(row.id).site)
        projector_of(desk).tell(*(row.id for row in some))
