"""A report on paper: one page of A4 of a month, printed by a program that gets nothing of ours."""

import os
import re
import select
import tempfile
import zlib
from contextlib import suppress
from datetime import date
from pathlib import Path

import month_of_a_charger as month
import pytest
from chromium import CHROMIUM
from msgspec.structs import replace

from chargeboard.cli.reports.printing import NotPrintedError, printed, printer
from chargeboard.domain.figures.report import FirmwareTold
from chargeboard.domain.periods import period_named
from chargeboard.store import open_store
from chargeboard.web.reporting.report_file import report_html


@pytest.fixture(scope="module")
def html():
    store = open_store(":memory:")
    desk = month.desk_over(store, "CP", is_heard=False)
    told = desk.reports.charger("CP", period_named("2026-01"))
    yield report_html(told, "https://board.example.org").encode()
    store.close()


def pages_of(pdf):
    """As many as the tree of pages says; each object that is packed is opened."""
    streams = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL)
    opened = [zlib.decompressobj().decompress(one) for one in streams if one[:1] == b"x"]
    return max(int(n) for part in (pdf, *opened) for n in re.findall(rb"/Type\s*/Pages\s*/Count (\d+)", part))


@pytest.mark.page
def test_a_month_of_a_charger_is_one_page(html):
    pdf = printed(html, CHROMIUM)
    assert pages_of(pdf) == 1
    assert b"/URI (https://board.example.org/chargers/CP/sessions?from=2026-01-01" in pdf


def program(folder, text):
    path = folder / "prints"
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o755)
    folder.chmod(0o755)
    return str(path)


@pytest.fixture
def open_folder():
    """Where the program may be read by nobody, too."""
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o755)
        yield Path(name)


@pytest.mark.threat("L5")
def test_what_prints_has_neither_our_environment_nor_our_rights(html, open_folder, monkeypatch):
    monkeypatch.setenv("CHARGEBOARD_TOKEN", "a secret of the server")
    told = program(
        open_folder,
        'for one in "$@"; do case "$one" in --print-to-pdf=*) out="${one#*=}";; esac; done\n'
        '{ printf "%%PDF-"; env; id -u; } > "$out"',
    )
    said = printed(html, told).decode()
    assert "secret" not in said
    assert "CHARGEBOARD" not in said
    if os.geteuid() == 0:
        assert said.split()[-1] != "0"


@pytest.mark.threat("L5")
def test_one_that_hangs_is_ended_with_all_that_it_began(html, open_folder):
    pids = open_folder / "pids"
    pids.touch()
    pids.chmod(0o666)
    told = program(open_folder, f"sleep 600 &\necho $! >> {pids}\nsleep 600")
    with pytest.raises(NotPrintedError, match=r"printed nothing within 0\.5 s"):
        printed(html, told, within_s=0.5)
    for pid in map(int, pids.read_text().split()):
        with suppress(ProcessLookupError):  # it is gone already
            ended = select.poll()
            ended.register(os.pidfd_open(pid), select.POLLIN)
            assert ended.poll(10_000)


def test_one_that_prints_nothing_is_told(html, open_folder):
    with pytest.raises(NotPrintedError, match="ended with 3"):
        printed(html, program(open_folder, "exit 3"))


def test_where_there_is_none_the_words_say_what_to_do(monkeypatch):
    with pytest.raises(NotPrintedError, match=r"\[reports\] `chromium`"):
        printer("/nowhere/chromium")
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(NotPrintedError, match="install chromium"):
        printer("")


def test_a_page_loads_nothing_and_forbids_it(html):
    assert b"default-src &#39;none&#39;" in html
    assert b"<script" not in html


@pytest.mark.page
def test_one_with_long_names_many_errors_and_gaps_is_one_page_too():
    store = open_store(":memory:")
    told = month.desk_over(store, "CP", is_heard=False).reports.charger("CP", period_named("2026-01"))
    (error,) = told.errors
    told.errors = [
        replace(error, code=f"ConnectorLockFailure{n}", vendor_code="0x0008 of the vendor", reports=45_678)
        for n in range(7)
    ]
    told.name, told.site = (
        "Tiefgarage Hauptbahnhof Nord, Ebene -2, Stellplatz 117",
        "Parkhaus Nord der Stadtwerke",
    )
    told.firmware = [
        FirmwareTold(date=date(2026, 1, n), was=f"v2.{n}.1-1234-gabcdef", became=f"v2.{n}.2-1234-gabcdef")
        for n in (3, 9, 12, 20)
    ]
    for day in told.days[::2]:
        day.figures = replace(day.figures, days=0, timed_s=0)
    assert (
        pages_of(printed(report_html(told, "https://a-long-name.board.example.org/x").encode(), CHROMIUM))
        == 1
    )
    store.close()
