"""
EV-ChART files are what the Joint Office's own tool takes.

The rules of its validators, restated with a row for each. Where its sample files are at hand
(`EVCHART_SAMPLES` names the folder `tests/sample_data` of US-JOET/ev-chart-open-source), each has to be
judged as its name says.
"""

import csv
import io
import os
import re
from decimal import Decimal
from pathlib import Path

import pytest

from chargeboard.official.exports.columns import faults
from chargeboard.official.exports.evchart import (
    MODULES,
    NO_ERROR,
    OUTAGES,
    SESSIONS,
    UPTIME,
    Charged,
    Declared,
    missing,
    outage_rows,
    session_rows,
    uptime_row,
)
from chargeboard.time.instants import HOUR, MINUTE, SECOND
from chargeboard.time.spans import Span

DECLARED = Declared(
    station_id="ST-1", network_provider="our_net", port_ids=((1, "ST-1-P1"),), payment_method="credit card"
)
GOOD = {
    2: "ST,P,net,,S1,,2024-01-01T00:00:00Z,2024-01-01T01:00:00Z,none,,12.50,149.99,card,",
    3: "ST,P,net,2024-01-01T00:00:00Z,2025-01-01T00:00:00Z,99.98,100.25,0.00",
    4: "ST,P,net,2024-01-03T10:51:48Z,12.34",
}


def judged(number, text):
    module = MODULES[number]
    rows = list(csv.DictReader(io.StringIO(f"{','.join(module.heads)}\n{text}\n")))
    return [(one.line, one.column, str(one.code)) for one in faults(module, module.heads, rows)]


@pytest.mark.parametrize("number", [2, 3, 4])
def test_a_good_row_has_no_fault(number):
    assert judged(number, GOOD[number]) == []


@pytest.mark.parametrize(
    ("number", "before", "after", "column", "code"),
    [
        (2, "ST,P", ",P", "station_id", "empty"),
        (2, ",P,", f",{'P' * 37},", "port_id", "too_long"),
        (2, ",P,", ",   ,", "port_id", "blank"),
        (2, "2024-01-01T00:00:00Z", "2024-01-01", "session_start", "no_instant"),
        (2, "2024-01-01T00:00:00Z", "2024-13-01T00:00:00Z", "session_start", "no_instant"),
        (2, ",none,", ",,", "session_error", "empty"),
        (2, ",12.50,", ",-1,", "energy_kwh", "too_small"),
        (2, ",12.50,", ",123456.00,", "energy_kwh", "too_many_digits"),
        (2, ",12.50,", ",12.505,", "energy_kwh", "too_many_places"),
        (2, ",149.99,", ",fast,", "power_kw", "no_number"),
        (2, ",149.99,", ",NULL,", "power_kw", "no_number"),
        (2, ",card,", ",,", "payment_method", "empty"),
        (3, ",99.98,", ",1000.00,", "uptime", "too_many_digits"),
        (3, ",100.25,", ",,", "total_outage", "empty"),
        (3, ",0.00", ",-0.01", "total_outage_excl", "too_small"),
        (4, ",12.34", ",0.00", "outage_duration", "too_small"),
        (4, ",12.34", ",", "outage_duration", "empty"),
        (4, "2024-01-03T10:51:48Z", "03/01/2024", "outage_id", "no_instant"),
    ],
)
def test_what_its_validators_refuse_is_refused(number, before, after, column, code):
    assert (1, column, code) in judged(number, GOOD[number].replace(before, after, 1))


def test_a_station_of_less_than_a_year_has_no_uptime_and_a_port_without_outages_says_so():
    assert judged(3, GOOD[3].replace("99.98", "")) == []
    assert judged(4, "ST,P,net,,") == []
    assert judged(2, "ST,P,net,,,,,,,,,,,") == []


def test_headings_have_to_be_there_once_and_known():
    heads = [*OUTAGES.heads, "notes", "port_id"]
    heads.remove("outage_id")
    found = {(one.column, str(one.code)) for one in faults(OUTAGES, heads, [{"station_id": "x"}])}
    assert {("outage_id", "no_column"), ("notes", "unknown_column"), ("port_id", "twice")} <= found
    assert [str(one.code) for one in faults(OUTAGES, OUTAGES.heads, [])] == ["no_rows"]


def written(module, rows):
    return [dict(zip(module.heads, row, strict=True)) for row in rows]


def test_what_we_write_is_taken():
    sessions = [
        Charged(
            socket=1, key="1/7", start=0, end=HOUR, errors=("CX004", "CX023"), energy_wh=Decimal(12_345),
            peak_w=149_987.4, charger="CP",
        ),
        Charged(
            socket=1, key="k" * 50, start=2 * HOUR, end=3 * HOUR, errors=(), energy_wh=Decimal(0),
            peak_w=0.0, charger="C" * 50,
        ),
    ]  # fmt: skip
    first, second = written(SESSIONS, session_rows(DECLARED, sessions))
    assert (first["energy_kwh"], first["power_kw"], first["session_error"]) == (
        "12.35",
        "149.99",
        "CX004, CX023",
    )
    assert second["session_error"] == NO_ERROR
    assert faults(SESSIONS, SESSIONS.heads, [first, second]) == []
    (row,) = written(UPTIME, [uptime_row(DECLARED, 1, Span(0, 24 * HOUR), 99.987, 100 * SECOND, 40 * SECOND)])
    assert (row["uptime"], row["total_outage"], row["total_outage_excl"]) == ("99.99", "1.67", "0.67")
    assert faults(UPTIME, UPTIME.heads, [row]) == []


def test_a_session_that_only_fed_back_has_a_peak_that_the_tool_takes():
    fed_back = Charged(
        socket=1, key="1/7", start=0, end=HOUR, errors=(), energy_wh=Decimal(0), peak_w=-8_000.0, charger="CP"
    )  # fmt: skip
    rows = written(SESSIONS, session_rows(DECLARED, [fed_back]))
    assert faults(SESSIONS, SESSIONS.heads, rows) == []
    assert (rows[0]["power_kw"], rows[0]["error_other"]) == ("0.00", "")


def test_an_outage_too_short_for_the_tool_is_left_out_and_none_at_all_is_a_row():
    told = written(OUTAGES, outage_rows(DECLARED, 1, [Span(0, SECOND // 10), Span(HOUR, HOUR + 90 * SECOND)]))
    assert [(row["outage_id"], row["outage_duration"]) for row in told] == [("1970-01-01T01:00:00Z", "1.50")]
    (row,) = written(OUTAGES, outage_rows(DECLARED, 1, []))
    assert (row["outage_id"], row["outage_duration"]) == ("", "")
    assert faults(OUTAGES, OUTAGES.heads, [*told, row]) == []
    assert MINUTE


def test_what_nobody_declared_is_asked_for():
    assert missing(DECLARED, [1], is_of_sessions=True) == []
    assert missing(DECLARED, [1, 2], is_of_sessions=False) == ["port_ids"]
    assert missing(Declared(), [1], is_of_sessions=True) == [
        "station_id", "network_provider", "payment_method", "port_ids"
    ]  # fmt: skip


SAMPLES = os.environ.get("EVCHART_SAMPLES", "")
PASSES = re.compile(
    r"(^|_)valid_|^all_columns|^all_required|^blank_row|^bizmagic_mod4_valid|null_uptime|uptime_empty_value"
    r"|empty__?value_for_uptime_mod"
)
OLD = re.compile(r"valid_all_columns_module_(4_\d+|2_100)_records|duplicate_columns_in_file")
"""For columns that the definitions have no more; and one whose columns are each there once."""


@pytest.mark.skipif(not SAMPLES, reason="EVCHART_SAMPLES names no folder")
def test_its_sample_files_are_judged_as_their_names_say():
    wrong = []
    for path in sorted(Path(SAMPLES).glob("*.csv")):
        found = re.search(r"mod(?:ule)?_?([234])", path.stem)
        if found is None or OLD.search(path.stem):
            continue
        module = MODULES[int(found[1])]
        lines = list(csv.reader(io.StringIO(path.read_text("utf-8-sig"))))
        if not lines:
            continue
        rows = [dict(zip(lines[0], line, strict=False)) for line in lines[1:]]
        is_taken = not faults(module, lines[0], rows)
        if is_taken != bool(PASSES.search(path.stem)):
            wrong.append((path.name, is_taken, faults(module, lines[0], rows)[:3]))
    assert wrong == []
