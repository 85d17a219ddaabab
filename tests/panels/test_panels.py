"""Do the panels say what the board says?"""

from datetime import date

import msgspec
import pytest
import sample_boards as sample

from chargeboard.domain.figures.board import Insight, SocketNow
from chargeboard.domain.figures.day_rows import Headline, SuccessDay
from chargeboard.domain.figures.measures import DateSpan, InstantSpan
from chargeboard.domain.phrases import Phrase
from chargeboard.fleet import view as fleet
from chargeboard.panels.days import local_of
from chargeboard.panels.energy import view as energy
from chargeboard.panels.errors import view as errors
from chargeboard.panels.events import view as socket_events
from chargeboard.panels.figure_dates import figure_dates
from chargeboard.panels.header import view as header
from chargeboard.panels.notes import SHOWN
from chargeboard.panels.ongoing import view as ongoing
from chargeboard.panels.overview import view as overview
from chargeboard.panels.panel import PageContent
from chargeboard.panels.plain import PlainPanel
from chargeboard.panels.quality import view as quality
from chargeboard.panels.registry import panels
from chargeboard.panels.sessions import view as sessions
from chargeboard.panels.success import view as success
from chargeboard.panels.utilization import view as utilization
from chargeboard.time.days import day_span
from chargeboard.time.instants import HOUR
from chargeboard.words.wall_clock import Local
from instants import instant
from strip_of import strip_of


@pytest.fixture(scope="module")
def busy():
    return sample.busy()


def listed(row):
    return fleet.row_of(row, Local(row.timezone, sample.NOW))


@pytest.mark.parametrize("board", sample.town(), ids=lambda board: board.charger.id)
@pytest.mark.parametrize("panel", panels(), ids=lambda panel: panel.name)
def test_every_panel_can_be_made_of_every_board(panel, board):
    assert panel.view(PageContent(board, strip_of(board))) is not None
    assert all(isinstance(plain, PlainPanel) for plain in panel.plain(board, 100))


def test_the_head_names_the_charger_and_what_it_needs(busy):
    head = header.panel(busy)
    assert (head.name, head.id, head.contact) == ("Hafen DC2", "HAM-0042", "Connected")
    assert head.details == ("Hafenstraße 12", "ACME X1 150", "firmware 2.3.1", "150 kW", "OCPP 1.6")
    assert [(s.name, s.state, s.held) for s in head.sockets] == [
        ("Socket 1", "charging", "38 min"),
        ("Socket 2", "faulted", "2 h 10 min"),
    ]
    assert head.attention.headline == "Needs attention: 2 things"
    assert [note.word for note in head.attention.notes] == ["Out of service", "Drivers fail"]
    assert all(note.action for note in head.attention.notes)


def test_where_all_is_right_it_is_said_with_what_was_looked_at(busy):
    checked = Phrase("tests.as_told", {"told": "connected, no fault in 7 days"})
    said = Insight(id="I24", severity="good", panel="events", code="all_right", numbers={"checked": checked})
    head = header.panel(msgspec.structs.replace(busy, insights=[said]))
    assert (head.attention.headline, head.attention.notes) == ("All right", ())
    assert head.attention.checked == "Checked: connected, no fault in 7 days."
    assert not any("All right" in note.text for note in socket_events.panel(busy, strip_of(busy)).notes)
    row = msgspec.structs.replace(sample.fleet_row(busy), worst_insight=said, attention=0)
    shown = listed(row)
    assert (shown.calm, shown.checked, shown.note) == ("All right", head.attention.checked, None)


def test_where_too_little_is_known_nothing_is_praised(busy):
    head = header.panel(msgspec.structs.replace(busy, insights=[]))
    assert (head.attention.headline, head.attention.checked) == ("Nothing needs attention", "")


def test_guidance_about_the_last_days_is_not_said_beside_the_figures_of_other_dates(busy):
    others = msgspec.structs.replace(busy, window=DateSpan(from_=date(2026, 10, 1), to=date(2026, 11, 22)))
    chosen = [utilization, success, sessions, energy]
    assert any(panel.panel(busy).notes for panel in chosen)
    assert not any(panel.panel(others).notes for panel in chosen)
    assert header.panel(others).attention == header.panel(busy).attention
    october = msgspec.structs.replace(busy, window=DateSpan(from_=date(2026, 10, 1), to=date(2026, 11, 1)))
    known = [date(2026, 11, 1), date(2026, 10, 1), date(2026, 8, 1), date(2025, 12, 1), date(2025, 11, 1)]
    found = figure_dates(october, known)
    assert [view.label for view in found.earlier] == ["Dec 2025", "Nov 2025"]
    months = {view.label: view for view in found.views}
    assert [label for label, view in months.items() if view.is_current] == ["Oct"]
    assert months["Nov so far"].query == "from=2026-11-01&through=2026-11-21"


def test_lost_contact_is_told_with_since_when():
    head = header.panel(sample.offline())
    assert (head.contact, head.contact_hint) == ("No contact since 12:42", "1 h 21 min ago")


def test_a_charger_that_never_connected_is_told_what_to_do():
    board = sample.empty()
    head = header.panel(board)
    assert head.contact == "Never connected"
    assert head.attention is None
    assert "Enter this server as central system" in head.setup
    assert "UTC is used" in head.zone_hint
    assert head.zone_command == f"chargeboard charger set '{board.charger.id}' timezone=Europe/Berlin"
    assert board.charger.id in socket_events.panel(board, strip_of(board)).empty


def test_many_sockets_are_counted_worst_first_and_the_broken_named():
    now = [SocketNow(socket=n, state="available", since=None) for n in range(1, 60)]
    now.append(SocketNow(socket=60, state="faulted", since=None))
    found = header.sockets_of(now, Local("UTC", sample.NOW))
    assert [(s.name, s.state, s.held) for s in found] == [
        ("1 socket", "faulted", "(60)"),
        ("59 sockets", "available", ""),
    ]


def test_shares_of_the_states_add_up_to_all_time(busy):
    legend = socket_events.panel(busy, strip_of(busy)).legend
    assert {"available", "charging", "faulted", "offline", "unrecorded"} <= {s.state for s in legend}
    shares = [0.05 if s.pct == "<0.1%" else float(s.pct[:-1]) for s in legend]
    assert sum(shares) == pytest.approx(100, abs=0.5)


def test_available_and_charging_are_explained_even_where_they_do_not_occur(busy):
    board = msgspec.structs.replace(busy, states={"1": [(busy.timeline.from_, busy.timeline.to, "faulted")]})
    legend = socket_events.panel(board, strip_of(board)).legend
    assert [(s.state, s.pct) for s in legend] == [
        ("available", "0%"),
        ("charging", "0%"),
        ("faulted", "100%"),
    ]


def test_the_contact_row_shows_the_charger_s_gaps_and_ours_apart(busy):
    states = [bar.state for bar in socket_events.panel(busy, strip_of(busy)).charger.bars]
    assert states == ["connected", "unrecorded", "connected", "offline", "connected"]


def test_days_can_be_walked_and_tomorrow_cannot(busy):
    rolling = socket_events.panel(busy, strip_of(busy))
    assert [view.label for view in rolling.views if view.is_current] == ["24 h"]
    assert rolling.earlier.label == "Fri 20 Nov"
    assert rolling.later is None
    local = local_of(busy)
    friday = day_span(local.wall(sample.NOW - 24 * HOUR).date(), sample.ZONE)
    board = msgspec.structs.replace(busy, timeline=InstantSpan(from_=friday.start, to=friday.end))
    walked = socket_events.panel(board, strip_of(board))
    assert walked.window == "Fri 20 Nov 2026"
    assert (walked.earlier.label, walked.later.label) == ("Thu 19 Nov", "Sat 21 Nov")
    assert walked.later.query == "?day=2026-11-21"


def test_old_and_worked_out_power_say_so():
    rows = ongoing.panel(sample.busy(60)).rows
    assert [(row.power_kw, row.power_age, row.power_is_guess, row.power_is_old) for row in rows[:3]] == [
        ("61.8", "20 s", False, False),
        ("60.9", "11 min", False, True),
        ("~11.0", "", True, False),
    ]


def test_an_open_session_without_contact_says_since_when():
    (row,) = ongoing.panel(sample.offline()).rows
    assert row.stale == "no contact since 12:42"
    assert row.power_is_old


def test_a_utilization_bar_is_charging_and_suspended(busy):
    chart = utilization.panel(busy).chart
    for bar, day in zip(chart.bars, busy.utilization, strict=True):
        assert [block.kind for block in bar.blocks] == ["suspended", "charging"], "from the top"
        assert 152 - bar.blocks[0].y == pytest.approx(132 * day.pct / 100, abs=0.5)
        below = 132 * day.charging_s / day.available_s
        assert 152 - bar.blocks[1].y == pytest.approx(below, abs=0.5)
    assert chart.marks == ("today", "incomplete", "revised")


def test_numerator_and_denominator_stand_beside_each_percentage(busy):
    assert utilization.panel(busy).fraction.endswith("of 336 socket hours")
    found = success.panel(busy)
    head = busy.success_headline
    assert found.fraction == f"{head.numerator} of {head.denominator} attempts"
    for bar, day in zip(found.chart.bars, busy.success, strict=True):
        assert bar.day.below == (f"{day.successes}/{day.attempts}" if day.attempts else "")


@pytest.mark.parametrize(("pct", "is_low"), [(94.9, True), (95.0, False), (95.1, False), (None, False)])
def test_success_is_low_below_its_target_and_not_at_it(busy, pct, is_low):
    head = msgspec.structs.replace(busy.success_headline, pct=pct)
    assert success.panel(msgspec.structs.replace(busy, success_headline=head)).is_low is is_low


def test_a_day_without_attempts_is_a_gap_and_not_a_zero(busy):
    chart = success.panel(busy).chart
    assert chart.bars[1].blocks == ()
    assert chart.bars[1].value == ""
    assert [(gap.why, gap.middle) for gap in chart.gaps] == [("no attempts", "18.75%")]


def test_a_day_of_failures_only_is_a_zero_and_not_a_gap(busy):
    day = SuccessDay(date=busy.success[0].date, attempts=3, successes=0, pct=0.0, failures={"zero_energy": 3})
    chart = success.panel(msgspec.structs.replace(busy, success=[day, *busy.success[1:]])).chart
    assert chart.bars[0].value == "0%"
    assert [(block.kind, block.y) for block in chart.bars[0].blocks] == [("failed", 20)]


def test_failures_are_counted_by_reason_most_first(busy):
    found = success.panel(busy).failures
    assert [failure.times for failure in found] == ["12×", "4×"]


def test_a_missing_day_is_a_gap_in_both_month_charts(busy):
    for panel in (sessions, energy):
        found = panel.panel(busy)
        missing = [bar for bar in found.chart.bars if bar.day.parts is None]
        assert len(missing) == 1
        assert "no data" in missing[0].day.told
        assert "missing" in found.chart.marks


def test_days_before_the_first_message_are_one_gap_with_its_reason():
    chart = sessions.panel(sample.new()).chart
    assert [gap.why for gap in chart.gaps] == ["not connected yet"]
    assert not chart.gaps[0].is_narrow


def test_today_stays_out_of_the_means(busy):
    whole = [n for day, n in busy.sessions_per_day.items() if n is not None and day != date(2026, 11, 21)]
    assert sessions.panel(busy).caption == f"completed, {sum(whole) / 30:.1f} a day"
    assert sessions.panel(busy).headline == f"{sum(whole):,}"
    assert sessions.panel(busy).chart.bars[-1].tick == "today"


def test_weekends_are_shaded(busy):
    shaded = [bar.day.on.weekday() for bar in sessions.panel(busy).chart.bars if bar.is_weekend]
    assert set(shaded) == {5, 6}
    assert len(shaded) == 9


def test_axes_begin_at_zero_and_end_at_a_round_number(busy):
    assert [line.label for line in sessions.panel(busy).chart.grid] == ["0", "40", "80"]
    assert [line.label for line in utilization.panel(busy).chart.grid] == ["0%", "50%", "100%"]


def test_windows_are_printed_with_their_days(busy):
    assert utilization.panel(busy).window == "14 – 20 Nov 2026, 7 days + today so far"
    assert sessions.panel(busy).window == "22 Oct – 20 Nov 2026, 30 days, 29 of them observed + today so far"
    assert overview.panel(busy).window == "22 Oct – 20 Nov 2026, 30 days"


def test_the_overview_reads_like_the_seed():
    board = sample.busy()
    board.overview = msgspec.structs.replace(
        board.overview, days=31, total_sessions=1300, sessions_per_day=1300 / 31, avg_duration_s=1726,
        avg_consumption_wh=23_568_100 / 1300, total_consumption_wh=23_568_100,
    )  # fmt: skip
    assert [(row.name, row.value) for row in overview.panel(board).rows] == [
        ("Total sessions", "1,300"),
        ("Sessions per day", "41.9"),
        ("Average duration", "28m 46s"),
        ("Average consumption", "18.1 kWh"),
        ("Total consumption", "23,568.1 kWh"),
    ]
    assert "differ by the sessions across the edges" in overview.panel(board).edge


def test_active_errors_come_first_and_vendor_codes_verbatim(busy):
    board = msgspec.structs.replace(busy, errors=list(reversed(busy.errors)))
    found = errors.panel(board)
    assert [(row.code, row.vendor_code, row.status) for row in found.rows[:1]] == [
        ("PowerSwitchFailure", "E-301", "active")
    ]
    assert (found.rows[0].often, found.rows[0].open_time) == ("7 times, 3 episodes", "open 2 h 10 min")
    assert len(found.rows) + len(found.more) == len(busy.errors)


def test_an_error_names_whose_turn_it_is_where_the_vocabulary_does(busy):
    one = msgspec.structs.replace(busy.errors[0], turn=["operator", "charger"])
    other = msgspec.structs.replace(busy.errors[0], code="Other", turn=[])
    found = errors.panel(msgspec.structs.replace(busy, errors=[one, other]))
    assert [row.turn for row in found.rows] == [
        "Who can resolve it: the operator or the charger and whoever maintains it.",
        "",
    ]


def test_no_errors_are_only_praised_where_the_time_is_known():
    board = msgspec.structs.replace(sample.busy(), errors=[], insights=[])
    assert errors.panel(board).empty == "No recorded faults: ideal stability."
    board = msgspec.structs.replace(board, errors_coverage_pct=80.0)
    assert errors.panel(board).empty == "No faults recorded, but only 80% of the time is known."


def test_each_insight_stands_at_the_top_or_in_its_panel_and_an_unknown_one_at_the_foot(busy):
    urgent = [
        sample.an_insight(f"warning {n}", id=f"W{n}", severity="warning", panel="success", need="later")
        for n in range(SHOWN + 1)
    ]
    board = msgspec.structs.replace(
        busy,
        insights=[
            *busy.insights,
            *urgent,
            sample.an_insight("odd", id="X", severity="info", panel="nowhere"),
        ],
    )
    told = header.panel(board).attention
    assert busy.insights[1].numbers["told"] in [note.text for note in told.notes]
    assert [note.text for note in success.panel(board).notes] == [note.text for note in told.more]
    assert "odd" in [note.text for note in quality.panel(board).notes]


def test_repairs_are_told_in_words(busy):
    assert quality.Repair("3 repaired frames", "repaired") in quality.panel(busy).repairs
    assert "1 short break of the connection" in quality.panel(busy).forgiven
    assert "12 min in which our server was down" in quality.panel(busy).forgiven


def test_the_list_is_ordered_by_need():
    page = sample.fleet_page((sample.new(), sample.offline(), sample.busy()))
    shown = fleet.panel(page, sample.NOW)
    assert [row.name for row in page.rows] == ["Hafen DC2", "Rathaus AC", "Schule Süd"]
    assert [(kind.key, kind.number) for kind in shown.kinds][::2] == [("", "3"), ("offline", "1")]


def test_a_charger_without_attempts_is_no_bad_charger():
    row = sample.fleet_row(sample.busy())
    row.success = Headline(numerator=0, denominator=0, pct=None, days=7)
    found = listed(row)
    assert (found.success, found.success_is_low) == ("–", False)


def test_times_are_the_charger_s_own():
    local = Local("Asia/Kolkata", instant("2026-11-21T13:03:22Z"))
    assert local.moment(instant("2026-11-21T13:00:00Z")) == "18:30"
    assert local.moment(instant("2026-11-20T13:00:00Z")) == "20 Nov 18:30"
    assert local.moment(instant("2025-11-20T13:00:00Z")) == "20 Nov 2025 18:30"
    assert local.zone_line() == "Asia/Kolkata (UTC+5:30)"
    assert Local("UTC", 0).zone_line() == "UTC"
    assert (
        Local("America/St_Johns", instant("2026-01-01T00:00:00Z")).zone_line()
        == "America/St_Johns (UTC−3:30)"
    )


@pytest.mark.parametrize(("number", "shown", "folded"), [(3, 3, 0), (4, 3, 1), (7, 3, 4)])
def test_more_than_three_things_wait_behind_a_fold(busy, number, shown, folded):
    many = [
        sample.an_insight(f"thing {n}", id=f"I{n}", severity="warning", panel="errors", need="later")
        for n in range(number)
    ]
    found = header.panel(msgspec.structs.replace(busy, insights=many)).attention
    assert found.headline == f"Needs attention: {number} things"
    assert (len(found.notes), len(found.more)) == (shown, folded)


def test_reasons_of_failures_add_up_to_the_headline(busy):
    found = success.panel(busy)
    failed = busy.success_headline.denominator - busy.success_headline.numerator
    assert sum(int(failure.times[:-1]) for failure in found.failures) == failed


def test_dates_that_have_passed_say_nothing_of_the_present(busy):
    october = DateSpan(from_=date(2026, 10, 1), to=date(2026, 11, 1))
    past = msgspec.structs.replace(busy, window=october, errors_window=october)
    assert header.panel(past).attention is None
    found = errors.panel(past)
    assert (found.title, found.window) == ("Errors", "1 – 31 Oct 2026")
    assert "open at the end" in found.headline
    assert not any(row.is_active for row in found.rows)
    assert {row.status for row in found.rows} & {"open at the end"}
    assert not any("active" in row.status for row in found.rows)


def test_of_days_of_which_nothing_is_known_there_is_a_dash(busy):
    unheard = [
        msgspec.structs.replace(day, in_use_s=0, pct=0.0, coverage_pct=0.0) for day in busy.utilization
    ]
    nothing = msgspec.structs.replace(busy.utilization_headline, pct=None, coverage_pct=0.0, observed_days=0)
    board = msgspec.structs.replace(busy, utilization=unheard, utilization_headline=nothing)
    found = utilization.panel(board)
    assert (found.headline, found.chart) == ("–", None)
    assert {row.pct for row in found.rows} == {"–"}


def test_uptime_is_said_of_observed_days_alone(busy):
    bars = dict.fromkeys(busy.sessions_per_day)
    assert quality.panel(msgspec.structs.replace(busy, sessions_per_day=bars)).uptime_line == ""
    bars[busy.uptime[0].date] = 3
    line = quality.panel(msgspec.structs.replace(busy, sessions_per_day=bars)).uptime_line
    assert f"over {len(busy.uptime) - 1} days, 1 of them observed" in line


def test_what_vehicles_fed_back_is_said_where_nothing_was_delivered(busy):
    none = dict.fromkeys(busy.energy_per_day_wh, 0.0)
    day = list(none)[-1]
    board = msgspec.structs.replace(busy, energy_per_day_wh=none, export_per_day_wh={day: 8_400.0})
    found = energy.panel(board)
    assert "8.4 kWh" in f"{found.empty} {found.caption}"
    assert found.empty != "No energy was delivered in these days."
    row = msgspec.structs.replace(sample.fleet_row(board), export_today_wh=8_400.0)
    shown = listed(row)
    assert shown.fed_back == "8.4 fed back"
    assert listed(sample.fleet_row(busy)).fed_back == ""
