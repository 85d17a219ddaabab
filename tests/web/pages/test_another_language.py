"""What changes when another language is spoken? Everything that a person reads, and nothing else."""

import json
import re
import subprocess
import sys
from contextvars import copy_context
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import quote

import msgspec
import pytest
import ready_desk
import sample_boards as sample
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from click.testing import CliRunner
from litestar.testing import TestClient

import chargeboard
from chargeboard.cli import main
from chargeboard.cli.place import Place
from chargeboard.cli.words import say
from chargeboard.config import from_environment, language
from chargeboard.config.language import language_of
from chargeboard.demo import SAMPLE
from chargeboard.run.clock import now
from chargeboard.web.app import create_app
from chargeboard.web.tongues import Tongues
from chargeboard.words.catalogue import words_of
from chargeboard.words.languages import ENGLISH, Language


class Bracketed:
    """Each sentence between brackets."""

    def pgettext(self, context, message):
        if context in {"words.decimal_mark", "words.thousands_mark", "words.grouped_from", "words.direction"}:
            return message
        if context in {"words.months", "words.weekdays"}:
            return " ".join(f"⟦{name}⟧" for name in message.split())
        return f"⟦{message}⟧"

    def npgettext(self, context, one, many, n):
        return f"⟦{one if n == 1 else many}⟧"


class Texts(HTMLParser):
    """The texts of a page that a reader sees or hears, what stands between brackets left out."""

    def __init__(self):
        super().__init__()
        self.found, self._silent, self._depth = [], 0, 0

    def handle_starttag(self, tag, attrs):
        self._silent += tag in {"script", "style", "code"}
        for name, value in attrs:
            if name in {"title", "aria-label", "placeholder", "alt"} and value:
                self.found += _outside(value)

    def handle_endtag(self, tag):
        self._silent -= tag in {"script", "style", "code"}

    def handle_data(self, data):
        outside = ""
        for mark in data:
            self._depth += mark == "⟦"
            outside += mark if not self._depth else " "
            self._depth -= mark == "⟧"
        if not self._silent:
            self.found += [text for text in outside.split("  ") if re.search(r"[A-Za-z]{2}", text)]


def _outside(text):
    while text != (less := re.sub(r"⟦[^⟦⟧]*⟧", " ", text)):
        text = less
    return [text] if re.search(r"[A-Za-z]{2}", text) else []


BRACKETED = Language("x-bracketed", Bracketed())
IN_BRACKETS = {"accept-language": "x-bracketed, en;q=0.5"}
TONGUES = Tongues([ENGLISH, BRACKETED])


def words_in(value):
    if isinstance(value, dict):
        return set().union(*(words_in(one) for one in (*value, *value.values())))
    if isinstance(value, list | tuple):
        return set().union(*map(words_in, value))
    return set(re.findall(r"[A-Za-z]{2,}", str(value)))


BOARDS = [*sample.town(), sample.year()]
NAMES = {"chargeboard", "CSV", "JSON", "http", "testserver", "chargers", "UTC", "True", "False"}
DATA = words_in(msgspec.to_builtins(BOARDS)) | NAMES
PAGES = ["/", "/?text=nobody", "/login", "/nowhere", "/chargers/NOBODY", "/chargers/DE*ABC*E10001?from=x"]


@pytest.mark.parametrize(
    "path", [*PAGES, *(f"/chargers/{quote(board.charger.id, safe='')}" for board in BOARDS)]
)
def test_every_sentence_of_a_page_is_said_in_the_language_of_the_reader(path):
    app = create_app(ready_desk.ReadyDesk(BOARDS), token=None, now=lambda: sample.NOW, tongues=TONGUES)
    with TestClient(app, raise_server_exceptions=False) as site:
        page = site.get(path, headers=IN_BRACKETS).text
    assert '<html lang="x-bracketed"' in page
    texts = Texts()
    texts.feed(page)
    spelled = [text.strip() for text in texts.found if not words_in(text) <= DATA]
    assert spelled == []


@pytest.fixture(scope="module")
def imported(tmp_path_factory):
    """Ten days of a charger, as `chargeboard sample` writes them."""
    folder = tmp_path_factory.mktemp("imported")
    log, database = folder / "sample.log", str(folder / "board.db")
    for arguments in (["sample", str(log)], ["import", str(log), "--db", database]):
        assert CliRunner().invoke(main, arguments).exit_code == 0
    with Place(from_environment(None).with_options(db=database)).desk() as desk:
        yield create_app(desk, token=None, now=now, tongues=TONGUES)


def data_of(site):
    """Words of the charger's own, by the API: all but what is said there."""
    whole = "".join(
        site.get(f"/api/v1/chargers/{SAMPLE}{end}").text
        for end in ("", "/sessions", "/attempts", "/errors", "/days")
    )
    return words_in([_outside(json.loads(text)) for text in re.findall(r'"(?:[^"\\]|\\.)*"', whole)])


@pytest.mark.parametrize("page", ["sessions", "attempts", "errors", "uptime", "days", "quality"])
def test_evidence_is_said_in_the_language_of_the_reader(imported, page):
    with TestClient(imported) as site:
        site.headers.update(IN_BRACKETS)
        told, data = site.get(f"/chargers/{SAMPLE}/{page}").text, data_of(site)
    texts = Texts()
    texts.feed(told)
    source = re.compile(r"\(definitions [^)]*\)")
    data |= NAMES
    spelled = [text for text in texts.found if not words_in(source.sub("", text)) <= data]
    assert spelled == []


@pytest.mark.sqlite("it names a file that is not there")
def test_a_language_is_one_file(tmp_path, monkeypatch):
    catalog = Catalog(locale="de")
    catalog.add(
        say.texts["no_database"],
        "Es gibt keine Datenbank {database}: chargeboard import FILE --db {word}",
        context="cli.no_database",
    )
    with (tmp_path / "de.mo").open("wb") as file:
        write_mo(file, catalog)
    monkeypatch.setattr(language, "TRANSLATIONS", tmp_path)
    environment = {"CHARGEBOARD_LANGUAGE": "de", "CHARGEBOARD_DB": str(tmp_path / "no.db")}
    said = copy_context().run(CliRunner().invoke, main, ["doctor"], env=environment)
    assert f"Es gibt keine Datenbank {tmp_path}/no.db" in said.output
    with pytest.raises(ValueError, match="there is no language “fr”; there are browser, de, en"):
        language_of("fr")


HELP = {
    "cli.help": "Wie gut jede Ladestation läuft.",
    "cli.db_option": "Die Datenbank.",
    "cli.database.doctor_help": "Prüft die Datenbank.",
}
IN_GERMAN = """
import sys
from pathlib import Path
from chargeboard.config import language
language.TRANSLATIONS = Path(sys.argv.pop(1))
from chargeboard.cli import main
main()
"""


@pytest.mark.parametrize("how", ["environment", "--config FILE", "--config=FILE"])
def test_the_help_of_commands_is_in_the_language_of_the_settings(tmp_path, how):
    catalog = Catalog(locale="de")
    for code, german in HELP.items():
        room, _, own = code.rpartition(".")
        catalog.add(words_of(room).texts[own], german, context=code)
    with (tmp_path / "de.mo").open("wb") as file:
        write_mo(file, catalog)
    (tmp_path / "a.toml").write_text('language = "de"')
    environment = {"PYTHONPATH": str(Path(chargeboard.__file__).parents[1])}
    options = how.replace("FILE", str(tmp_path / "a.toml")).split()
    if how == "environment":
        environment["CHARGEBOARD_LANGUAGE"], options = "de", []

    def asked(*arguments):
        return subprocess.check_output(
            [sys.executable, "-c", IN_GERMAN, tmp_path, *arguments], env=environment, cwd=tmp_path, text=True
        )

    of_doctor = asked("doctor", *options, "--help")
    assert HELP["cli.db_option"] in of_doctor
    assert HELP["cli.database.doctor_help"] in of_doctor
    if how == "environment":
        of_all = asked("--help")
        assert HELP["cli.help"] in of_all
        assert re.search(rf"doctor +{re.escape(HELP['cli.database.doctor_help'])}", of_all)
