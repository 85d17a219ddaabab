"""
How are years of logs taken in by many processes?

All files are read, each by one process; then all chargers are kept and understood, part by part, each by one
process. What is in between lies on the disk, so that memory is that of one block a process, whatever comes.
After a kill, files that were read and parts that were kept are not done again.
"""

from __future__ import annotations

import hashlib
import shutil
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import NamedTuple, TypeAlias

import click
import msgspec

from chargeboard.capture.redaction import version_of
from chargeboard.cli.backfill.files import files_of, size_of
from chargeboard.cli.backfill.steps import Fill, Filled, Spill, Spilled
from chargeboard.cli.backfill.words import say
from chargeboard.cli.crew import cores, crew_of, understand
from chargeboard.cli.crew_tasks import Hands, Task
from chargeboard.cli.database.hide_command import hidden_again
from chargeboard.cli.logs.bringing import Brought
from chargeboard.cli.logs.telling import SHOWN, Counted, reaches, summary
from chargeboard.cli.logs.words import say as say_logs
from chargeboard.cli.place import Place
from chargeboard.cli.progress import Bar
from chargeboard.cli.terminal import tell
from chargeboard.store import OwnedStore, held

_Share: TypeAlias = Callable[[Sequence[Task], Callable[[bytes], None]], None]


class Wanted(NamedTuple):
    """What is to be taken in."""

    paths: Sequence[str]
    """Files and folders."""
    format: str = "auto"
    station: str = ""
    zone: str = ""
    jobs: int | None = None
    is_again: bool = False
    """Also files that were taken in before."""


def backfill(place: Place, wanted: Wanted, bar: Bar) -> Brought:
    """
    Have all that is new kept and understood.

    Raises: ClickException where no file is found, a process ends, or at Ctrl-C.
    """
    files = list(files_of(wanted.paths))
    if not files:
        raise click.ClickException(say("no_files", paths=", ".join(wanted.paths)))
    with place.store(is_made=True) as store, ExitStack() as opened:
        place.begin_keeping(store)
        folder = opened.enter_context(_spills(place))
        jobs, heads = wanted.jobs or cores(), store.heads()
        crew = opened.enter_context(crew_of(place, jobs, heads))
        projector = place.projector_over(store)
        run = _Run(store, folder, _alone(Hands(place, store, projector)) if crew is None else crew.share, bar)
        spilled = run.read(files, wanted, _hidden_by(place, heads), heads)
        filled = run.keep(spilled)
        stations = sorted({station for part in filled for station in part.stations})
        failures = [failure for part in filled for failure in part.failures]
        tell(*failures, aside=True)
        hidden = hidden_again(place, store, bar)
        failed = len(failures) + (understand(projector, hidden, bar, crew) if hidden else 0)
        is_whole = run.end(spilled, filled) and not failed
        new = sum(part.new for part in filled)
        counted = Counted(
            say_logs("new_frames", n=new),
            sum(sum(file.frames.values()) for file in spilled),
            new,
            len(stations),
            sum(file.rejected for file in spilled),
            [line for file in spilled for line in file.first_rejected],
        )
        lines = [line for file in spilled for line in file.said]
        lines += summary(counted, place.address.beside.rejected, SHOWN)
        lines += reaches(projector, stations) if counted.new else []
    return Brought(lines, stations, is_whole)


class _Run:
    """The two steps, of one command."""

    def __init__(self, store: OwnedStore, folder: Path, share: _Share, bar: Bar) -> None:
        self._store, self._folder, self._share, self._bar = store, folder, share, bar
        self._notes: list[str] = []

    def read(
        self, files: Sequence[str], wanted: Wanted, hidden_by: str, heads: Mapping[str, str]
    ) -> list[Spilled]:
        """Have each file laid down by parts; in their order, and each content once."""
        tasks = [
            Spill(
                number,
                path,
                str(self._folder),
                hidden_by,
                wanted.format,
                wanted.station,
                wanted.zone,
                dict(heads),
                wanted.is_again,
            )
            for number, path in enumerate(files)
        ]
        sizes = [size_of(path) for path in files]
        told, done, read_bytes = self._bar.begin(say("reading"), sum(sizes) or None), list[Spilled](), 0

        def take(answer: bytes) -> None:
            nonlocal read_bytes
            done.append(msgspec.msgpack.decode(answer, type=Spilled))
            read_bytes += sizes[done[-1].number]
            told(read_bytes, pace=say("of_files", done=len(done), n=len(tasks)))

        # the largest first: nobody waits long for the last
        in_turn = sorted(tasks, key=lambda task: -sizes[task.number])
        self._share(in_turn, take)
        done.sort(key=lambda file: file.number)
        if there := sum(file.was_there for file in done):
            tell(say("were_read", n=there, of=len(tasks)), aside=True)
        return list(_each_once(done))

    def keep(self, spilled: Sequence[Spilled]) -> list[Filled]:
        """Have each part of the files kept and understood, the largest first."""
        of_part = defaultdict[int, list[str]](list)
        frames = defaultdict[int, int](int)
        for file in spilled:
            for part, count in file.frames.items():
                of_part[part].append(file.spill)
                frames[part] += count
        plan = hashlib.blake2b("\0".join(file.spill for file in spilled).encode(), digest_size=16)
        notes = {part: f"part.{plan.hexdigest()}.{part}" for part in of_part}
        noted = self._store.backfilled(list(notes.values()))
        tasks = [
            Fill(part, of_part[part], notes[part])
            for part in sorted(of_part, key=lambda part: -frames[part])
            if notes[part] not in noted
        ]
        if noted:
            tell(say("were_kept", n=len(noted), of=len(notes)), aside=True)
        told, done = self._bar.begin(say("keeping"), sum(frames.values())), list[Filled]()

        def take(answer: bytes) -> None:
            done.append(msgspec.msgpack.decode(answer, type=Filled))
            kept = sum(frames[part.part] for part in done)
            told(kept, pace=say("of_parts", done=len(noted) + len(done), n=len(notes)))

        self._share(tasks, take)
        self._notes = list(notes.values())
        return done

    def end(self, spilled: Sequence[Spilled], filled: Sequence[Filled]) -> bool:
        """Note what was taken in, and let go of what lies between; whether nothing is left to do."""
        damaged = {path for part in filled for path in part.damaged}
        for path in damaged:
            Path(path).unlink(missing_ok=True)
            tell(say("spill_damaged", path=path), aside=True)
        if damaged:
            return False
        whole = {file.key: file.path for file in spilled if file.is_whole and not file.known_as}
        with self._store.together(()):
            self._store.note_backfilled(whole)
            self._store.drop_backfilled(self._notes)
        shutil.rmtree(self._folder, ignore_errors=True)
        return all(file.is_whole for file in spilled)


def _each_once(files: Sequence[Spilled]) -> Iterator[Spilled]:
    """The files; one that holds what another did holds nothing, and it is said."""
    first = dict[str, str]()
    for file in files:
        if file.known_as:
            yield msgspec.structs.replace(file, said=[say("known", path=file.path, name=file.known_as)])
        elif file.key and file.key in first:
            said = say("twice", path=file.path, name=first[file.key])
            yield Spilled(file.path, file.number, is_whole=True, said=[said], known_as=first[file.key])
        else:
            first[file.key] = file.path
            yield file


def _alone(hands: Hands) -> _Share:
    """All by this process."""

    def share(tasks: Sequence[Task], told: Callable[[bytes], None]) -> None:
        for task in tasks:
            if (answer := hands.do(task)) is not None:
                told(answer)

    return share


def _hidden_by(place: Place, heads: Mapping[str, str]) -> str:
    """Names what decides how frames are laid down."""
    redactor = place.redactor()
    told = msgspec.json.encode((version_of(redactor.rules), sorted(heads.items())))
    return hashlib.blake2b(told, key=redactor.key, digest_size=8).hexdigest()


@contextmanager
def _spills(place: Place) -> Iterator[Path]:
    """The folder of what is read and not kept; one command at a time has it."""
    folder = place.address.beside.spills
    assert folder is not None  # noqa: S101 - a store of a command outlives it
    with held(str(folder), "chargeboard backfill", say("one_at_a_time")):
        folder.mkdir(mode=0o700, exist_ok=True)
        for torn in folder.glob("*.new.*"):
            torn.unlink()
        yield folder
