"""`chargeboard import`: logs of other systems, into the journal and on to the page."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from zoneinfo import ZoneInfo

import click
from rich.progress import Progress

from chargeboard.capture.formats import FORMATS
from chargeboard.capture.formats.settling import ahead_h
from chargeboard.capture.importing import FileReport, Report, import_files
from chargeboard.capture.lines import STDIN
from chargeboard.capture.rejects import MOST_KEPT
from chargeboard.cli.database.hide_command import hidden_again
from chargeboard.cli.place import Place, located, refreshed
from chargeboard.cli.terminal import progress_bar, say
from chargeboard.run.clock import now
from chargeboard.run.desk import Desk
from chargeboard.time.days import day_of, zone_of
from chargeboard.words.formats import several

_SHOWN = 5


class Zone(click.ParamType[ZoneInfo]):
    """An IANA time zone."""

    name = "zone"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> ZoneInfo:
        """The zone of that name."""
        try:
            return zone_of(str(value))
        except (KeyError, ValueError, OSError):
            self.fail(f'there is no time zone "{value}"; use a name such as Europe/Amsterdam', param, ctx)


@click.command("import")
@click.argument("files", metavar="FILE...", nargs=-1, required=True)
@click.option(
    "--format",
    "format_",
    type=click.Choice(["auto", *FORMATS]),
    default="auto",
    show_default=True,
    help="What the files are; auto looks at them.",
)
@click.option("--station", metavar="ID", default="", help="The charger, where the log names none.")
@click.option("--tz", metavar="ZONE", type=Zone(), help="The zone of times that name none.")
@located
def import_(place: Place, files: Sequence[str], format_: str, station: str, tz: ZoneInfo | None) -> None:
    """
    Take in logs, plain or compressed by gzip or zstd; "-" is standard input.

    Bringing a file twice changes nothing. Lines that hold an OCPP frame and cannot be read are counted, and
    kept beside the database, in PATH.rejected.jsonl, with file, line and reason. Secrets and id tokens are
    hidden before anything is kept.
    """
    with place.store(is_made=True) as store, progress_bar() as bar:
        place.begin_keeping(store)
        heard = set(store.stations())
        total = sum(Path(path).stat().st_size for path in files if path != STDIN and Path(path).is_file())
        task = bar.add_task("reading", total=total or None, rate="")

        def told(read_bytes: int, frames: int) -> None:
            elapsed = bar.tasks[task].elapsed or 0
            rate = f"{frames / elapsed:,.0f} frames/s" if elapsed > 0.5 else ""
            bar.update(task, completed=read_bytes, rate=rate)

        report = import_files(
            store,
            files,
            redact=place.redactor(),
            rejects=place.rejects(),
            format=format_,
            station=station,
            zone=tz,
            clock=now,
            progress=told,
        )
        for one in report.stations:
            if one not in heard:
                store.put_log(one, is_log=True)
        heads = store.heads()
        stations = sorted({heads.get(one, one) for one in report.stations})
        desk = place.desk_over(store)
        understood = _understand(desk, sorted({*stations, *hidden_again(place, store, bar)}), bar)
        reaches = _reaches(desk, stations) if report.new else []
    for line in [*_summary(report, place.address.beside.rejected), *reaches]:
        say(line)
    if not understood or any(file.problem for file in report.files):
        sys.exit(1)


def _understand(desk: Desk, stations: Sequence[str], bar: Progress) -> bool:
    failed = False
    task = bar.add_task("understanding", total=len(stations), rate="")
    for done, station in enumerate(stations, 1):
        failed |= not refreshed(desk, station)
        desk.pack(station)
        bar.update(task, completed=done, rate=f"{done} of {len(stations)} chargers")
    return not failed


def _reaches(desk: Desk, stations: Sequence[str]) -> list[str]:
    """From when to when something is known of each charger, of the first few."""
    said = []
    for station in stations[:_SHOWN]:
        known, zone = desk.store.progress(station), desk.profile_of(station).policy.timezone
        if known.first_fact_at is not None and known.newest_fact_at is not None:
            first, last = (day_of(at, zone) for at in (known.first_fact_at, known.newest_fact_at))
            said.append(f"  {station} is known from {first} to {last}")
    return [*said, *([f"  and {len(stations) - _SHOWN:,} more chargers"] if len(stations) > _SHOWN else [])]


def _summary(report: Report, rejected: Path | None) -> list[str]:
    lines = [text for file in report.files for text in _about(file)]
    known = report.frames - report.new
    counted = f"{several(report.new, 'new frame')} of {several(len(report.stations), 'charger')}"
    lines.append(f"{counted}, {known:,} known already, {report.rejected:,} lines that could not be read")
    if report.rejected:
        lines += [f"  {one.file}:{one.line}: {one.reason}" for one in report.first_rejected[:_SHOWN]]
        if report.rejected > _SHOWN:
            lines.append(f"  and {report.rejected - _SHOWN:,} more")
        kept = "all" if report.rejected <= MOST_KEPT else f"the first {MOST_KEPT:,} and a sample"
        if rejected is not None:
            lines.append(f"  {kept} of them are kept in {rejected}")
    return lines


def _about(file: FileReport) -> list[str]:
    source, said = file.source, list[str]()
    if file.problem:
        said.append(file.problem)
    if file.frames and file.format != "jsonl":
        counted = several(file.frames - file.turns, "frame")
        turns = f" and {several(file.turns, 'line')} about links" if file.turns else ""
        said.append(f"{counted}{turns}, read as {file.format}")
    if file.rejected and file.frames:
        said.append(f"NOT ALL OF IT WAS READ: {file.rejected:,} lines gave no frame")
    if source.torn:
        said.append(
            f"{source.torn:,} frames are cut off in it and tell nothing; journalctl cuts long lines without "
            "--no-pager"
        )
    if source.zone_unused:
        said.append("its times are UTC, by what it told chargers: --tz was not used")
    elif (hours := ahead_h(source)) and file.frames:
        said.append(f"ITS TIMES DO NOT FIT: they are {hours:+g} h from what it told chargers; is --tz right?")
    elif source.assumed_utc and hours is None and file.frames:
        said.append(f"{source.assumed_utc:,} times name no zone and were read as UTC; give --tz")
    if source.undated:
        said.append(
            f"{source.undated:,} frames have no time: what chargers and the CSMS called the time stands in "
            "for it, so outages and late deliveries cannot be seen"
        )
    if source.ambiguous_times:
        said.append(
            f"{source.ambiguous_times:,} times fall where the clocks changed; the order of the lines decided"
        )
    return [f"{file.file}: {text}" for text in said]
