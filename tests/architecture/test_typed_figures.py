"""Figures hold instants and codes: where do these become text, and text them?"""

import ast
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[2] / "src" / "chargeboard"
MADE_OF_INSTANTS = {
    "run/absence.py": "what the log says of a server that is away",
    "cli/export/archive_command.py": "what is said of frames that wait for it",
    "cli/server/logged/reading_process.py": "what is said of frames that wait for it",
    "run/people/audited.py": "what the audit trail tells of times",
    "documents": "the API's documents and files",
    "outlets": "documents for other systems",
    "web/roaming": "documents for other parties",
    "panels/url_instant.py": "addresses of pages",
    "words/dates.py": "where a sentence names a moment for people",
    "demo": "what invented chargers say",
    "capture": "what is said to chargers, and the log of what cannot be read",
    "domain/exclusions.py": "exclusions, as a policy holds them",
    "web/people/audit_pages.py": "a file of the audit log",
    "official/exports": "files for a regulator",
}
READ_AS_INSTANTS = {
    "decode": "what chargers say",
    "capture": "logs of other systems",
    "config": "what the operator set",
    "run/excluding.py": "what somebody declares",
    "store/sqlite/rotation.py": "names of backups",
    "metrics/days/day_book.py": "exclusions, as the operator set them",
    "web/urls": "addresses of pages",
    "web/roaming": "what another party asks for",
    "web/pages/tabs.py": "addresses of pages",
    "web/pages/refilling.py": "what was typed into a form",
    "demo": "what invented chargers say",
    "official/exports": "what a regulator's validator reads",
}
TAKEN_FOR_ANOTHER_TYPE = {
    "web": "what the framework calls otherwise",
    "capture": "what the libraries of connections call otherwise",
    "cli": "what the terminal and the libraries call otherwise",
}


def uses(tree, found):
    """Where a module has what is looked for."""
    return [node.lineno for node in ast.walk(tree) if found(node)]


def is_text_of_instant(node):
    return (
        isinstance(node, ast.ImportFrom)
        and node.module == "chargeboard.time.instants"
        and any(name.name in {"text_of", "fixed_text_of"} for name in node.names)
    )


def is_parsing(node):
    return isinstance(node, ast.Attribute) and node.attr in {"fromisoformat", "strptime"}


def is_cast(node):
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "cast"


def is_in(path, places):
    told = path.relative_to(SOURCE).as_posix()
    return any(told == place or told.startswith(f"{place}/") for place in places)


EXCEPTED = pytest.mark.parametrize(
    ("found", "places"),
    [
        (is_text_of_instant, MADE_OF_INSTANTS),
        (is_parsing, READ_AS_INSTANTS),
        (is_cast, TAKEN_FOR_ANOTHER_TYPE),
    ],
    ids=["text of an instant", "an instant of text", "another type for a value"],
)


@EXCEPTED
def test_no_place_is_excepted_in_vain(found, places):
    def modules(place):
        path = SOURCE / place
        return [path] if path.is_file() else path.rglob("*.py")

    def has(path):
        return uses(ast.parse(path.read_text("utf-8")), found)

    assert [place for place in places if not any(map(has, modules(place)))] == []


@EXCEPTED
def test_it_is_made_nowhere_else(found, places):
    where = {
        f"{path.relative_to(SOURCE)}:{line}"
        for path in SOURCE.rglob("*.py")
        if not is_in(path, places)
        for line in uses(ast.parse(path.read_text("utf-8")), found)
    }
    assert where == set()


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("from chargeboard.time.instants import SECOND, text_of", is_text_of_instant),
        ("at = datetime.fromisoformat(board.at)", is_parsing),
        ("row = cast('SessionRow', raw)", is_cast),
    ],
)
def test_it_would_be_found(line, found):
    assert uses(ast.parse(line), found)
