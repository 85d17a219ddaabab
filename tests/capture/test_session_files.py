"""Sessions that a portal exported: what a column is and how it is read is decided, or asked."""

import gzip
import json

import pytest
from session_tables import BERLIN, read

from chargeboard.capture.session_files.told import ToldError
from chargeboard.time.instants import text_of

HEADING = "Start,End,Energy (kWh)"


@pytest.fixture
def of(tmp_path):
    """A CSV with these lines."""

    def reads(*lines, encoding="utf-8", **told):
        path = tmp_path / "sessions.csv"
        path.write_bytes("\n".join(lines).encode(encoding))
        return read(path, **told)

    return reads


def _row_of(text):
    return json.loads(text)[2]


def one(of, start, end, energy="1.5", heading=HEADING, **told):
    """The row of a file with one session."""
    return of(heading, f'"{start}","{end}","{energy}"', **told).row


def test_a_session_is_told_in_utc_and_wh_when_it_was_over(of):
    found = of(HEADING, "2025-06-01 10:00,2025-06-01 10:30,9.632")
    assert found.row == {"start": "2025-06-01T08:00:00Z", "end": "2025-06-01T08:30:00Z", "energy_wh": "9632"}
    (frame,) = found.frames
    assert (frame.station, frame.direction, text_of(frame.received_at)) == (
        "CP-1",
        "row",
        "2025-06-01T08:30:00Z",
    )


@pytest.mark.parametrize(
    ("heading", "columns"),
    [
        (
            "Transaction ID,Charge Point ID,Connector ID,Start Time,Stop Time,Meter Start (Wh),"  # noqa: ISC004 - one heading
            "Meter Stop (Wh),Stop Reason,Id Tag",
            {
                "id": "Transaction ID",
                "charger": "Charge Point ID",
                "socket": "Connector ID",
                "start": "Start Time",
                "end": "Stop Time",
                "meter-start": "Meter Start (Wh)",
                "meter-end": "Meter Stop (Wh)",
                "reason": "Stop Reason",
                "token": "Id Tag",
            },
        ),
        (
            "Ladevorgang-ID,Ladestation,Stecker,Beginn,Ende,Dauer,Energie (kWh),Grund Ende,Ladekarte",
            {
                "id": "Ladevorgang-ID",
                "charger": "Ladestation",
                "socket": "Stecker",
                "start": "Beginn",
                "end": "Ende",
                "energy": "Energie (kWh)",
                "reason": "Grund Ende",
                "token": "Ladekarte",
            },
        ),
        (
            "sessionId,evseId,startedAt,endedAt,energyWh,timeZone,idToken",
            {
                "id": "sessionId",
                "charger": "evseId",
                "start": "startedAt",
                "end": "endedAt",
                "energy": "energyWh",
                "zone": "timeZone",
                "token": "idToken",
            },
        ),
        (
            "Borne,Début,Fin,Énergie (kWh),Badge",
            {"charger": "Borne", "start": "Début", "end": "Fin", "energy": "Énergie (kWh)", "token": "Badge"},
        ),
        (
            "Laadpaal,Starttijd,Eindtijd,Verbruik (kWh),Laadpas",
            {
                "charger": "Laadpaal",
                "start": "Starttijd",
                "end": "Eindtijd",
                "energy": "Verbruik (kWh)",
                "token": "Laadpas",
            },
        ),
        (
            "Cargador,Inicio,Fin,Energía (kWh),Conector",
            {
                "charger": "Cargador",
                "start": "Inicio",
                "end": "Fin",
                "energy": "Energía (kWh)",
                "socket": "Conector",
            },
        ),
    ],
)
def test_columns_are_known_by_the_words_of_five_languages(of, heading, columns):
    values = {
        "start": "2025-06-01 10:00",
        "end": "2025-06-01 10:30",
        "energy": "5",
        "meter-start": "1000",
        "meter-end": "6000",
        "zone": "Europe/Berlin",
        "socket": "1",
        "": "0:30:00",
    }
    role_of = {name: role for role, name in columns.items()}
    cells = [values.get(role_of.get(name, ""), "X") for name in heading.split(",")]
    found = of(heading, ",".join(cells))
    assert found.columns == columns
    assert (found.questions, len(found.rows)) == ([], 1)


def test_what_looks_like_a_column_and_is_another_thing_is_left_alone(of):
    found = of(
        "Start,End,Start SoC,Energy (kWh),Energy cost,Battery capacity (kWh),Connector type,Idle duration",
        "2025-06-01 10:00,2025-06-01 10:30,20,5,2.50,77,Type 2,0:05:00",
    )
    assert set(found.columns) == {"start", "end", "energy"}


def test_nobody_guesses_where_two_columns_would_do(of):
    lines = ["Start,End,Energy (kWh),Charger ID,Station ID", "2025-06-01 10:00,2025-06-01 10:30,5,A,B"]
    (question,) = of(*lines, station="").questions
    assert "charger=Charger ID" in question
    assert "charger=Station ID" in question
    assert of(*lines, told={"charger": "station id"}).frames[0].station == "B"


def test_of_two_columns_that_say_the_same_one_is_read(of):
    found = of("Start,Start time,End,Energy (kWh)", "2025-06-01 10:00,2025-06-01 10:00,2025-06-01 10:30,5")
    assert found.columns["start"] == "Start"


def test_columns_of_one_name_are_told_by_their_number(of):
    lines = ["Time,Time,kWh", "2025-06-01 10:00,2025-06-01 10:30,5"]
    assert of(*lines, told={"start": "#1", "end": "#2", "energy": "kWh"}).row["end"] == "2025-06-01T08:30:00Z"
    assert "of its own" in of(*lines, told={"start": "Time", "end": "#2"}).questions[0]


def test_what_is_missing_is_asked_all_at_once(of):
    questions = of(HEADING, "2025-06-01 10:00,2025-06-01 10:30,5", station="", zone=None).questions
    assert ["--station" in questions[0], "--tz" in questions[1]] == [True, True]


@pytest.mark.parametrize(
    "said",
    [
        "2025-12-31 14:05",
        "2025-12-31T14:05:00",
        "2025-12-31T13:05:00Z",
        "2025-12-31T15:05:00+02:00",
        "2025-12-31 13:05 UTC",
        "2025-12-31 14:05 (CET)",
        "2025/12/31 14:05:00",
        "31.12.2025 14:05",
        "31.12.2025, 14:05 Uhr",
        "31.12.25 14:05",
        "12/31/2025 2:05 PM",
        "31/12/2025 14:05:00.000",
        "31-12-2025 14h05",
        "31 Dec 2025 14:05",
        "Dec 31, 2025, 2:05 p.m.",
        "Wed, 31 December 2025 14:05",
        "31. Dezember 2025 14:05",
        "46022.586805556",
        "1767186300",
        "1767186300000",
        "2025-12-31 14:05 Europe/Berlin",
    ],
)
def test_a_time_is_read_in_any_form_that_portals_write(of, said):
    row = one(of, said, "2025-12-31T14:00:00Z")
    assert row["start"] == "2025-12-31T13:05:00Z"


def test_whether_the_day_comes_first_is_decided_by_the_whole_column(of):
    lines = ["03/04/2025 10:00,03/04/2025 10:30,5", "13/04/2025 10:00,13/04/2025 10:30,5"]
    assert of(HEADING, *lines).rows[0]["start"] == "2025-04-03T08:00:00Z"
    lines[1] = "04/13/2025 10:00,04/13/2025 10:30,5"
    assert of(HEADING, *lines).rows[0]["start"] == "2025-03-04T09:00:00Z"


def test_dates_that_may_be_both_are_asked_and_read_as_told(of):
    lines = [HEADING, "03/04/2025 10:00,03/04/2025 10:30,5"]
    (question,) = of(*lines).questions
    assert "dates=day-first" in question
    assert of(*lines, told={"dates": "month-first"}).row["start"] == "2025-03-04T09:00:00Z"


def test_dates_that_contradict_each_other_are_asked_and_what_does_not_fit_is_left_out(of):
    lines = [HEADING, "13/04/2025 10:00,13/04/2025 10:30,5", "04/14/2025 10:00,04/14/2025 10:30,5"]
    assert "some dates" in of(*lines).questions[0]
    found = of(*lines, told={"dates": "day-first"})
    assert (len(found.rows), [(one.line, one.reason) for one in found.rejected]) == (
        1,
        [(3, "not a time: 04/14/2025 10:00")],
    )


def test_a_date_beside_times_of_day_goes_with_both_and_the_night_is_the_next_day(of):
    found = of("Date,Start,End,kWh", "2025-06-01,22:00,23:00,5", "2025-06-01,23:30,00:15,5")
    assert [row["start"] for row in found.rows] == ["2025-06-01T20:00:00Z", "2025-06-01T21:30:00Z"]
    assert [row["end"] for row in found.rows] == ["2025-06-01T21:00:00Z", "2025-06-01T22:15:00Z"]


@pytest.mark.parametrize(
    ("heading", "said"),
    [
        ("Duration", "0:30:00"),
        ("Duration (hh:mm)", "0:30"),
        ("Duration (mm:ss)", "30:00"),
        ("Duration (min)", "30"),
        ("Dauer [Minuten]", "30,0"),
        ("Charging duration in seconds", "1800"),
        ("duration_h", "0,5"),
        ("Duration", "30 min"),
        ("Duration", "PT30M"),
        ("Duration", "0h 30m 00s"),
    ],
)
def test_a_session_with_a_duration_and_no_end_ends_so_much_later(of, heading, said):
    found = of(f"Start;{heading};Energie (kWh)", f"2025-06-01 10:00;{said};1,5")
    assert (found.row["end"], found.row["energy_wh"]) == ("2025-06-01T08:30:00Z", "1500")


@pytest.mark.parametrize(
    ("said", "option"), [("30", "duration-unit=seconds"), ("0:30", "duration-unit=hh:mm")]
)
def test_a_duration_whose_unit_nobody_says_is_asked(of, said, option):
    (question,) = of("Start,Duration,Energy (kWh)", f"2025-06-01 10:00,{said},5").questions
    assert option in question


@pytest.mark.parametrize(
    ("amounts", "wh"),
    [
        (["12,5", "1,234"], ["12500", "1234"]),
        (["12.5", "1,234.5"], ["12500", "1234500"]),
        (["1.234,5", "7"], ["1234500", "7000"]),
        (["1'234.5", "7"], ["1234500", "7000"]),
        (["1 234,5", "7"], ["1234500", "7000"]),
        (["0.532", "12.345"], ["532", "12345"]),
        (["5 kWh", "900 Wh"], ["5000", "900"]),
        (["", "0"], [None, "0"]),
    ],
)
def test_the_decimal_mark_is_that_of_the_whole_file(of, amounts, wh):
    lines = [f'"2025-06-0{n} 10:00","2025-06-0{n} 12:00","{said}"' for n, said in enumerate(amounts, 1)]
    assert [row.get("energy_wh") for row in of(HEADING, *lines).rows] == wh


@pytest.mark.parametrize(
    ("heading", "amount", "wh"),
    [
        # in an hour nobody charges 12,345 kWh, nor 12 Wh
        ("Energy (kWh)", "12.345", "12345"),
        ("Energy (Wh)", "12,345", "12345"),
        ("Energy", "22", "22000"),
        ("Energy", "22000", "22000"),
        ("energy_mwh", "0.022", "22000"),
    ],
)
def test_the_unit_and_the_mark_are_told_by_how_much_power_they_would_mean(of, heading, amount, wh):
    row = one(of, "2025-06-01 10:00", "2025-06-01 11:00", amount, f"Start,End,{heading}")
    assert row["energy_wh"] == wh


def test_an_amount_that_may_be_two_is_asked(of):
    lines = ["Start,End,Energy", "2025-06-01 10:00,2025-06-01 11:00,300"]
    (question,) = of(*lines).questions
    assert "unit=kWh" in question
    assert of(*lines, told={"unit": "Wh"}).row["energy_wh"] == "300"


@pytest.mark.parametrize(
    ("labels", "sockets"),
    [
        (["1", "2"], [1, 2]),
        (["CCS1", "CCS2"], [1, 2]),
        (["DE*ABC*E1*1", "DE*ABC*E1*2"], [1, 2]),
        (["left A", "right B"], [1, 2]),
        (["Connector 1", ""], [1, None]),
    ],
)
def test_a_socket_is_known_by_the_number_in_its_label(of, labels, sockets):
    lines = [f"2025-06-01 1{n}:00,2025-06-01 1{n}:30,5,{label}" for n, label in enumerate(labels)]
    assert [row.get("socket") for row in of(f"{HEADING},Connector", *lines).rows] == sockets


@pytest.mark.parametrize("labels", [["left", "right"], ["Type 2", "CCS 2"], ["0", "1"], ["A1", "B1"]])
def test_a_label_that_names_no_socket_is_asked(of, labels):
    lines = [f"2025-06-01 1{n}:00,2025-06-01 1{n}:30,5,{label}" for n, label in enumerate(labels)]
    (question,) = of(f"{HEADING},Connector", *lines).questions
    assert f"socket:{min(labels)}=1" in question
    told = {f"socket:{label}": str(n) for n, label in enumerate(labels, 1)}
    assert [row["socket"] for row in of(f"{HEADING},Connector", *lines, told=told).rows] == [1, 2]


def test_a_zone_is_that_of_the_time_or_its_column_or_what_was_told_or_the_heading_or_the_charger(of):
    lines = ["{},End (UTC),kWh,Zone", "2025-06-01 10:00,2025-06-01 20:00,5,{}"]
    tokyo, utc = "2025-06-01T01:00:00Z", "2025-06-01T10:00:00Z"

    def start(heading, zone_column, **told):
        return of(lines[0].format(heading), lines[1].format(zone_column), **told).row["start"]

    assert start("Start (UTC)", "Asia/Tokyo", zone=BERLIN) == tokyo
    assert start("Start (UTC)", "", zone=BERLIN) == "2025-06-01T08:00:00Z"
    assert start("Start (UTC)", "", zone=None, zone_of=lambda _: BERLIN) == utc
    assert start("Start", "", zone=None, zone_of=lambda _: BERLIN) == "2025-06-01T08:00:00Z"
    assert start("Start (Asia/Tokyo)", "", zone=None) == tokyo


def test_an_hour_that_comes_twice_is_the_first_unless_the_end_or_the_duration_says_otherwise(of):
    found = of(
        "Start,End,Duration,kWh",
        "2025-10-26 02:10,2025-10-26 03:30,1:20:00,5",
        "2025-10-26 02:50,2025-10-26 02:10,0:20:00,5",
        "2025-10-26 02:20,2025-10-26 02:40,0:20:00,5",
        told={"duration": "Duration"},
    )
    assert [(row["start"][11:16], row["end"][11:16]) for row in found.rows] == [
        ("01:10", "02:30"),
        ("00:50", "01:10"),
        ("00:20", "00:40"),
    ]
    assert found.notes.ambiguous_times == 5


def test_sessions_without_an_id_that_began_in_the_same_minute_are_as_many(of):
    def told(*lines, **more):
        found = of(HEADING, *lines, **more)
        return {frame.text for frame in found.frames}

    first, second = (f"2025-06-01 10:00,2025-06-01 {end},{kwh}" for end, kwh in (("11:00", 3), ("12:00", 4)))
    both = told(first, second, first)
    assert len(both) == 2
    assert both == told(first, second)
    assert told(first) < both
    keys = [(row.get("id"), row["start"]) for row in map(_row_of, both)]
    assert len(set(keys)) == 2


def test_an_hour_that_was_skipped_is_the_next_one_and_is_said(of):
    found = of(HEADING, "2025-03-30 02:30,2025-03-30 03:45,5")
    assert (found.row["start"], found.row["end"]) == ("2025-03-30T01:30:00Z", "2025-03-30T01:45:00Z")
    assert found.notes.ambiguous_times == 1


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("2025-06-01 10:30,2025-06-01 10:00,5", "ends before it starts"),
        ("2025-06-01 10:00,,5", "names no end: the session goes on, or nobody knows"),
        (",2025-06-01 10:00,5", "names no time at which the session began"),
        ("2025-06-01 10:00,soon,5", "not a time: soon"),
        ("2025-06-31 10:00,2025-07-01 10:00,5", "not a time: 2025-06-31 10:00"),
        ("2025-06-01 10:00,2025-06-01 10:30,much", "not an amount of energy: much"),
        ("2025-06-01 10:00,2025-06-01 10:30,-5", "energy below zero: -5"),
        ("2014-06-01 10:00,2014-06-01 10:30,5", "before 2015: no session is believed to be as old"),
        ("2025-07-01 10:00,2025-07-01 10:30,5", "ends 2,586,600 s after our clock"),
        ("9999-12-31 23:00,01:00,5", "not a time: 9999-12-31 01:00:00"),
    ],
)
def test_a_row_that_is_no_session_is_told_with_its_line_and_the_others_go_on(of, line, reason):
    fine = "2025-06-01 08:00,2025-06-01 08:30,5"
    clock = 1_748_772_000_000_000  # 2025-06-01T10:00:00Z
    found = of(HEADING, *[fine] * 4, line, *[fine] * 4, clock=lambda: clock)
    assert len(found.rows) == 8
    assert [(one.line, one.reason) for one in found.rejected] == [(6, reason)]


@pytest.mark.parametrize("said", ["9" * 5_000 + " h", "9" * 5_000 + ":30:00", "9" * 5_000, "4294967296 h"])
def test_a_duration_beyond_all_calendars_costs_its_own_row(of, said):
    fine = "2025-06-01 08:00,1:30:00,5"
    found = of("Start,Duration (hh:mm:ss),kWh", *[fine] * 4, f"2025-06-01 10:00,{said},5", *[fine] * 4)
    assert (len(found.rows), [one.line for one in found.rejected]) == (8, [6])


def test_a_rejected_row_holds_what_was_read_of_it_and_the_card_by_the_name_that_is_hidden(of):
    found = of(
        "Start,End,kWh,RFID,Driver",
        "2025-06-01 08:00,2025-06-01 08:30,5,04A1B2,Ann",
        "2025-06-01 08:00,,5,04A1B2,Ann",
    )
    text = found.rejected[0].text
    assert ('"id_tag":"04A1B2"' in text, "Ann" in text) == (True, False)


def test_sums_under_the_sessions_are_left_out_and_counted(of):
    found = of(HEADING, "2025-06-01 08:00,2025-06-01 08:30,5", "2025-06-02 08:00,2025-06-02 08:30,5", ",,10")
    assert (len(found.rows), found.rejected, found.notes.other_lines) == (2, [], 1)
    found = of(HEADING, *["2025-06-01 08:00,2025-06-01 08:30,5"] * 5, "Summe:,,25")
    assert (len(found.rows), found.rejected, found.notes.other_lines) == (5, [], 1)


def test_titles_above_the_heading_are_passed_over(of):
    found = of(
        "Report of sessions", "from 1 June to 30 June", "", HEADING, "2025-06-01 08:00,2025-06-01 08:30,5"
    )
    assert len(found.rows) == 1


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("\ufeffStart;Ende;Zähler Start (kWh);Zähler Ende (kWh)\n", "utf-8"),
        ("Start;Ende;Zähler Start (kWh);Zähler Ende (kWh)\n", "cp1252"),
        ("Start\tEnde\tZähler Start (kWh)\tZähler Ende (kWh)\n", "utf-16"),
        ("sep=|\nStart|Ende|Zähler Start (kWh)|Zähler Ende (kWh)\n", "utf-8"),
    ],
)
def test_any_usual_delimiter_and_encoding_is_read(of, text, encoding):
    delimiter = next(sign for sign in "|;\t" if sign in text)
    row = delimiter.join(["01.06.2025 08:00", "01.06.2025 08:30", "1.000,5", "1.012,75"])
    assert of(text + row, encoding=encoding).row["energy_wh"] == "12250"


def test_a_packed_file_is_read(tmp_path):
    path = tmp_path / "sessions.csv.gz"
    path.write_bytes(gzip.compress(f"{HEADING}\n2025-06-01 08:00,2025-06-01 08:30,5\n".encode()))
    assert read(path).row["energy_wh"] == "5000"


def test_a_cell_over_several_lines_is_one_and_a_torn_quote_costs_its_own_line(of):
    fine = "2025-06-01 08:00,2025-06-01 08:30,5,there"
    found = of(f"{HEADING},Note", '2025-06-01 08:00,2025-06-01 08:30,5,"two\nlines"', *[fine] * 3)
    assert len(found.rows) == 4
    found = of(f"{HEADING},Note", fine, '2025-06-01 09:00,2025-06-01 09:30,5,"torn', *[fine] * 30)
    assert len(found.rows) == 32


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ({"begin": "Start"}, "begin is nothing"),
        ({"unit": "joule"}, "unit is not joule"),
        ({"socket:left": "first"}, "a socket is a number"),
    ],
)
def test_what_is_told_and_makes_no_sense_is_said(of, told, words):
    with pytest.raises(ToldError, match=words):
        of(HEADING, told=told)
