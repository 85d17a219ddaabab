"""
`make bench-against REV=...`: what does the working tree cost, beside another revision?

Both run in turns on the same logs, with the same Python and libraries, each by the scripts of its own
`bench`. What is compared is processor time: a ratio over 1 says that the working tree costs more. The other
revision is unpacked beside and removed again.
"""

from __future__ import annotations

import argparse
import io
import subprocess
import sys
import tarfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from functools import partial
from itertools import islice
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import TypeAlias

from msgspec.structs import replace

from bench.asking import Answer
from bench.importing import KWWHAT
from bench.lists import Pages
from bench.town import BUSY, NEWER, NOW, TOWN, endless, history, write_jsonl
from bench.workbench import HERE, Workbench, environment
from chargeboard.capture.formats import FORMATS
from chargeboard.capture.formats.reading import LogNotes
from chargeboard.domain.frame import Frame
from chargeboard.time.instants import SECOND, text_of

Measure: TypeAlias = Callable[[], float]
"""Does the work once; the processor seconds that it took."""

_CHARGERS = 10_000
_STILL_AT = "2026-04-27T06:00:00Z"


class Side:
    """One of the two, and how its code is run."""

    def __init__(self, name: str, tree: Path, folder: Path) -> None:
        self.name, self.folder = name, folder
        self.environment = environment() | {"PYTHONPATH": str(tree / "src"), "PYTHONHASHSEED": "0"}
        self.scripts = tree / "bench"
        self.workbench = Workbench(folder, is_quick=False, environment=self.environment, scripts=self.scripts)
        folder.mkdir()

    @contextmanager
    def understanding(self, logs: Sequence[Path]) -> Iterator[Callable[[int], float]]:
        """A process that understands a log as often as it is told its number."""
        with subprocess.Popen(
            [sys.executable, str(self.scripts / "one_side.py"), *map(str, logs)],
            env=self.environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        ) as child:
            if child.stdin is None or child.stdout is None:
                raise RuntimeError("no pipes")
            told, answers = child.stdin, child.stdout

            def understand(number: int) -> float:
                print(number, file=told, flush=True)
                return float(answers.readline())

            yield understand
            told.close()

    def import_(self, log: Path, database: str = "import.db", *options: str) -> float:
        """A log into a new database, as a whole process."""
        for path in self.folder.glob(f"{database}*"):
            path.unlink()
        command = (sys.executable, "-m", "chargeboard", "import", log, "--db", self.folder / database)
        return self.workbench.run(*map(str, command), *options).cpu_s

    def rebuild(self, database: str = "import.db") -> float:
        """Everything of the database again from its journal, as a whole process."""
        command = (sys.executable, "-m", "chargeboard", "rebuild", "--db", str(self.folder / database))
        return self.workbench.run(*command).cpu_s

    def tell(self) -> None:
        """The busy charger's line, when the last of it was heard."""
        self._by_our_scripts.script("tell.py", self.folder / "asked.db", BUSY.id, NOW)

    def ask(self) -> Answer:
        """The busy charger's document in a fresh process."""
        return self.workbench.ask(Answer, "ask.py", self.folder / "asked.db", BUSY.id, NOW + 5 * SECOND)

    def look(self) -> Pages:
        """What its page looks at, in a fresh process."""
        asked = (self.folder / "asked.db", BUSY.id, NOW + 5 * SECOND)
        return self._by_our_scripts.ask(Pages, "ask_look.py", *asked)

    def fleet(self) -> Path:
        """A database of so many chargers, as its own bench makes one."""
        made = f"from pathlib import Path; from bench.lists import _fleet; print(_fleet(Path(), {_CHARGERS}))"
        return self.folder / self._with_bench.run(sys.executable, "-c", made).output.strip()

    def pages(self, database: Path) -> Pages:
        """Pages of its list in a fresh process, asked for by the script from here."""
        return self._by_our_scripts.ask(Pages, "ask_list.py", database)

    def with_rights(self, database: Path, target: str) -> float:
        """A page in a fresh process, by the script from here and the other code of the tree."""
        return median(self._by_our_scripts.ask(Pages, "ask_rights.py", database, target).next_ms) / 1e3

    @property
    def _by_our_scripts(self) -> Workbench:
        """Runs scripts from here, with their own modules, and the other code of the tree."""
        paths = f"{self.scripts.parent / 'src'}:{HERE.parent}"
        return Workbench(self.folder, is_quick=False, environment=self.environment | {"PYTHONPATH": paths})

    @property
    def _with_bench(self) -> Workbench:
        """Runs scripts from here with all of the tree."""
        paths = f"{self.scripts.parent / 'src'}:{self.scripts.parent}"
        return Workbench(self.folder, is_quick=False, environment=self.environment | {"PYTHONPATH": paths})


def main() -> None:
    """Compare, and print a table."""
    parser = argparse.ArgumentParser(prog="python -m bench.against", description=__doc__)
    parser.add_argument("revision", help="what git calls the other one")
    parser.add_argument("--rounds", type=int, default=5, help="how often each side has its turn (5)")
    parser.add_argument("--only", default="", help="only the measures whose names hold this text")
    asked = parser.parse_args()
    with TemporaryDirectory(prefix="chargeboard-against-") as place, ExitStack() as stack:
        folder = Path(place)
        unpack(asked.revision, folder / "tree")
        sides = (
            Side("here", HERE.parent, folder / "here"),
            Side(asked.revision, folder / "tree", folder / "there"),
        )
        print(
            f"{'CPU, medians of ' + str(asked.rounds):<34}{'here':>12}{asked.revision[:12]:>14}{'ratio':>8}"
        )
        for name, measures in _measures(folder, sides, stack, asked.only):
            spent: tuple[list[float], list[float]] = ([], [])
            for number in range(asked.rounds):
                for which in (0, 1) if number % 2 else (1, 0):
                    spent[which].append(measures[which]())
            here, there = map(median, spent)
            least = min(spent[0]) / min(spent[1])
            print(
                f"{name:<34}{1e3 * here:>9,.1f} ms{1e3 * there:>11,.1f} ms{here / there:>8.3f}"
                f"   of the least {least:.3f}",
                flush=True,
            )


def _measures(
    folder: Path, sides: tuple[Side, Side], stack: ExitStack, only: str
) -> Iterator[tuple[str, list[Measure]]]:
    """Each measure that is asked for, for both sides."""
    logs = {
        f"decode + fold, {name}": write_jsonl(frames, folder / f"{number}.jsonl")
        for number, (name, frames) in enumerate(_logs())
        if only in f"decode + fold, {name}"
    }
    if logs:
        understand = [stack.enter_context(side.understanding(list(logs.values()))) for side in sides]
        for number, name in enumerate(logs):
            yield name, [partial(one, number) for one in understand]
    if only in "import, the town" or only in "rebuild, the town":
        town = write_jsonl(islice(endless(*TOWN), 80_000), folder / "town.jsonl")
        yield "import, the town", [partial(side.import_, town) for side in sides]
        yield "rebuild, the town", [side.rebuild for side in sides]
    if only in (name := "import, kwwhat") and KWWHAT.exists():
        yield name, [partial(side.import_, KWWHAT, "import.db", "--format", "kwwhat") for side in sides]
    if any(only in f"{what}, {when}" for what in ("board", "look") for when in ("first", "again")):
        busy = write_jsonl(history(BUSY), folder / "busy.jsonl")
        for side in sides:
            side.import_(busy, "asked.db")
            side.tell()
        yield "board, first", [lambda side=side: side.ask().first_ms / 1e3 for side in sides]
        yield "board, again", [lambda side=side: median(side.ask().next_ms) / 1e3 for side in sides]
        yield "look, first", [lambda side=side: side.look().first_ms / 1e3 for side in sides]
        yield "look, again", [lambda side=side: median(side.look().next_ms) / 1e3 for side in sides]
    if only in (name := "with rights, a charger"):
        busy = write_jsonl(history(BUSY), folder / "rights.jsonl")
        for side in sides:
            side.import_(busy, "rights.db")
        yield (
            name,
            [partial(side.with_rights, side.folder / "rights.db", f"/chargers/{BUSY.id}") for side in sides],
        )
    if only in (name := "with rights, a list"):
        yield name, [partial(side.with_rights, side.fleet(), "/") for side in sides]
    if only in (first := "list, first after a start") or only in "list, a page":
        fleets = [(side, side.fleet()) for side in sides]
        yield first, [lambda side=side, at=at: side.pages(at).first_ms / 1e3 for side, at in fleets]
        yield (
            "list, a page",
            [lambda side=side, at=at: median(side.pages(at).next_ms) / 1e3 for side, at in fleets],
        )


def _logs() -> Iterator[tuple[str, list[Frame]]]:
    older, newer = history(BUSY), history(NEWER)
    yield "1.6", older[:40_000]
    yield "2.0.1", newer
    meters = [frame for frame in older if '"MeterValues"' in frame.text][:20_000]
    yield "meter values alone", meters
    yield "registers alone", [_register(number, frame) for number, frame in enumerate(meters)]
    yield "heartbeats alone", [_heartbeat(number, frame) for number, frame in enumerate(meters)]
    yield "stamps that stand still", [_still(frame) for frame in meters]
    yield "stamps that waited", [_late(number, frame) for number, frame in enumerate(meters)]
    yield (
        "a clock 90 s behind",
        [replace(frame, received_at=frame.received_at + 90 * SECOND) for frame in meters],
    )
    if KWWHAT.exists():
        with KWWHAT.open("rb") as lines:
            found = FORMATS["kwwhat"](lines, LogNotes(KWWHAT.name))
            yield "kwwhat", [one for one in found if isinstance(one, Frame)]


def _register(number: int, frame: Frame) -> Frame:
    read = f'"timestamp":"{text_of(frame.received_at)}","sampledValue":[{{"value":"{number}"}}]'
    values = f'"meterValue":[{{{read}}}]'
    return replace(frame, text=f'[2,"{number}","MeterValues",{{"connectorId":1,{values}}}]')


def _heartbeat(number: int, frame: Frame) -> Frame:
    return replace(frame, text=f'[2,"{number}","Heartbeat",{{}}]')


def _late(number: int, frame: Frame) -> Frame:
    """Every third message comes two minutes after its stamp."""
    return frame if number % 3 else replace(frame, received_at=frame.received_at + 120 * SECOND)


def _still(frame: Frame) -> Frame:
    before, _, behind = frame.text.partition('"timestamp":"')
    return replace(frame, text=f'{before}"timestamp":"{_STILL_AT}"{behind.partition(chr(34))[2]}')


def unpack(revision: str, folder: Path) -> None:
    """The code of another revision, in a folder that is made."""
    packed = subprocess.run(
        ["git", "archive", revision, "src", "bench"],  # noqa: S607 - whichever git there is
        cwd=HERE.parent,
        check=True,
        capture_output=True,
    ).stdout
    with tarfile.open(fileobj=io.BytesIO(packed)) as archive:
        archive.extractall(folder, filter="data")


if __name__ == "__main__":
    main()
