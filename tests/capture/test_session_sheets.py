"""Sessions in Parquet and in spreadsheets: the same as in a CSV, and said where the library is missing."""

from datetime import UTC, date, datetime, time, timedelta

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import xlsxwriter
from session_tables import read

from chargeboard.capture.session_files import parquet_table, spreadsheet, tables
from chargeboard.capture.session_files.columns import is_heading
from chargeboard.capture.session_files.recognising import holds_sessions
from chargeboard.capture.session_files.tables import TableError, opened

ROW = {"start": "2025-06-01T06:00:00Z", "end": "2025-06-01T06:30:00Z", "energy_wh": "9632"}
FORMATS = {datetime: "yyyy-mm-dd hh:mm", date: "yyyy-mm-dd", time: "hh:mm", timedelta: "[h]:mm:ss"}


@pytest.fixture
def workbook(tmp_path):
    """A workbook of these sheets."""

    def writes(**sheets):
        path = tmp_path / "sessions.xlsx"
        with xlsxwriter.Workbook(path) as book:
            for name, rows in sheets.items():
                sheet = book.add_worksheet(name)
                for number, cells in enumerate(rows):
                    for place, cell in enumerate(cells):
                        form = FORMATS.get(type(cell))
                        sheet.write(
                            number, place, cell, book.add_format({"num_format": form}) if form else None
                        )
        return path

    return writes


at = datetime.fromisoformat
HEADING = ("Start", "End", "Energy (kWh)")


def test_a_sheet_with_titles_dates_and_a_sum_is_read(workbook):
    path = workbook(
        All=[
            ("Sessions of June",),
            (),
            HEADING,
            (at("2025-06-01 08:00"), at("2025-06-01 08:30"), 9.632),
            (at("2025-06-02 08:00"), None, 5),
            *[(at(f"2025-06-0{day} 08:00"), at(f"2025-06-0{day} 09:00"), day) for day in range(3, 9)],
            ("Total", None, 47.6),
        ]
    )
    assert holds_sessions(path)
    found = read(path)
    assert (found.rows[0], len(found.rows), found.notes.other_lines) == (ROW, 7, 1)
    assert [(one.line, one.reason) for one in found.rejected] == [
        (5, "names no end: the session goes on, or nobody knows")
    ]


def test_days_durations_and_numbers_of_days_are_what_the_sheet_says(workbook):
    heading = ("Date", "Start", "Duration", "Energy (kWh)", "Connector")
    path = workbook(All=[heading, (date(2025, 6, 1), time(8), timedelta(minutes=30), 9.632, 2)])
    assert read(path).row == {"socket": 2, **ROW}
    serial = 45_809 + 8 / 24
    assert read(workbook(All=[HEADING, (serial, serial + 0.5 / 24, 9.632)])).row == ROW


def test_text_in_a_sheet_is_read_as_in_a_csv(workbook):
    assert read(workbook(All=[HEADING, ("01.06.2025 08:00", "01.06.2025 08:30", "9,632")])).row == ROW


def test_one_of_several_sheets_has_to_be_named(workbook):
    row = (at("2025-06-01 08:00"), at("2025-06-01 08:30"), 9.632)
    path = workbook(May=[HEADING], June=[HEADING, row])
    with pytest.raises(TableError, match="--map sheet=NAME: May, June"):
        read(path)
    assert read(path, told={"sheet": "June"}).row == ROW


def test_parquet_is_read_with_its_own_instants_or_in_the_zone_that_is_told(tmp_path):
    path = tmp_path / "sessions.parquet"
    start, end = at("2025-06-01 08:00"), at("2025-06-01 08:30")
    columns = {"Start": [start], "End": [end], "Energy (kWh)": [9.632]}
    pq.write_table(pa.table(columns), path)
    assert holds_sessions(path)
    assert read(path).row == ROW
    aware = [moment.replace(hour=6, tzinfo=UTC) for moment in (start, end)]
    pq.write_table(pa.table({**columns, "Start": [aware[0]], "End": [aware[1]]}), path)
    assert read(path, zone=None).row == ROW


def test_parquet_of_frames_and_of_other_things_is_no_file_of_sessions(tmp_path):
    path = tmp_path / "frames.parquet"
    names = ("charger", "received_at", "direction", "text", "connection", "protocol", "start", "end")
    pq.write_table(pa.table({name: ["x"] for name in names}), path)
    assert not holds_sessions(path)
    pq.write_table(pa.table({"start": ["x"]}), path)
    assert not holds_sessions(path)


@pytest.mark.parametrize(
    "data", [b"PK\x03\x04 no workbook", b"PAR1 no parquet", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"]
)
def test_what_is_damaged_is_said(tmp_path, data):
    path = tmp_path / "sessions"
    path.write_bytes(data)
    with pytest.raises(TableError, match=r"cannot be read|damaged"):
        opened(path, is_heading)


@pytest.mark.parametrize(
    ("module", "magic", "extra"), [(spreadsheet, b"PK\x03\x04", "xlsx"), (parquet_table, b"PAR1", "parquet")]
)
def test_the_extra_is_named_where_its_library_is_missing(tmp_path, monkeypatch, module, magic, extra):
    monkeypatch.setattr(module, "find_spec", lambda name: None)
    path = tmp_path / "sessions"
    path.write_bytes(magic)
    with pytest.raises(TableError, match=rf"pip install 'chargeboard\[{extra}\]'"):
        opened(path, is_heading)


def test_a_workbook_that_unpacked_is_too_large_is_not_opened(workbook, monkeypatch):
    path = workbook(All=[HEADING, (at("2025-06-01 08:00"), at("2025-06-01 08:30"), 9.632)])
    monkeypatch.setattr(tables, "MOST_BYTES", path.stat().st_size)
    with pytest.raises(TableError, match="unpacked it is larger than"):
        opened(path, is_heading)


def test_a_cell_far_away_is_told_before_room_is_made_for_all_between(workbook, monkeypatch):
    """From A1 to the last cell of Excel are 17 billion: who asks for memory for as many is ended."""
    monkeypatch.setattr(tables, "MOST_CELLS", 279)
    rows = [HEADING, (at("2025-06-01 08:00"), at("2025-06-01 08:30"), 9.632), *[()] * 7]
    small = opened(workbook(All=[*rows, (None,) * 26 + (" ",)]), is_heading)
    assert small.heading[: len(HEADING)] == [*HEADING]
    with pytest.raises(TableError, match="280 cells large: delete that one"):
        opened(workbook(All=[*rows, (None,) * 27 + (" ",)]), is_heading)
