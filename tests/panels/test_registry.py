"""Is a panel nothing but its folder?"""

import sys
import textwrap
from datetime import date

import msgspec
import pytest
import ready_desk
import sample_boards as sample
from jinja2 import ChoiceLoader, FileSystemLoader
from litestar.testing import TestClient

from chargeboard import panels as rooms
from chargeboard.cli.board.text_board import text_board
from chargeboard.cli.paper import paper
from chargeboard.domain.figures.board import Board
from chargeboard.guidance.saying import Clock
from chargeboard.panels import registry
from chargeboard.panels.notes import notes
from chargeboard.web import templating
from chargeboard.web.app import create_app
from chargeboard.words.catalogue import ROOMS

TOY = {
    "words.py": """
        from chargeboard.words.catalogue import Words

        say = Words("panels.toy", {"title": "Toy", "measures": "Toys.", "reading": "Many.", "rule": "A rule.",
                                   "policy": "played by {zone}"})
    """,
    "view.py": """
        from chargeboard.panels.panel import Panel, of_board
        from chargeboard.panels.plain import PlainPanel
        from chargeboard.panels.toy.words import say


        def panel(board):
            return say("policy", zone=board.policy.timezone)


        def plain(board, columns):
            return (PlainPanel(say("title"), (panel(board),)),)


        PANEL = Panel("toy", 45, say, of_board(panel), plain, ("policy",))
    """,
    "toy.html": """
        {% from "panels/parts.html" import how_to_read %}
        <section id="panel-toy">{{ say("title") }} {{ p }}{{ how_to_read(guide, say("title")) }}</section>
    """,
}


@pytest.fixture
def toy(tmp_path, monkeypatch):
    """A room of panels/ that lies elsewhere; nothing but the room is added."""
    folder = tmp_path / "panels" / "toy"
    folder.mkdir(parents=True)
    for name, text in {"__init__.py": "", **TOY}.items():
        (folder / name).write_text(textwrap.dedent(text))
    monkeypatch.setattr(rooms, "__path__", [*rooms.__path__, str(folder.parent)])
    environment = templating._TEMPLATES
    monkeypatch.setattr(environment, "loader", ChoiceLoader([environment.loader, FileSystemLoader(tmp_path)]))
    registry.panels.cache_clear()
    yield
    for module in [name for name in sys.modules if name.startswith("chargeboard.panels.toy")]:
        del sys.modules[module]
    ROOMS.pop("panels.toy", None)
    registry.panels.cache_clear()


def asked(path):
    app = create_app(ready_desk.ReadyDesk(sample.town()), token=None, now=lambda: sample.NOW)
    with TestClient(app) as client:
        return client.get(path).text


@pytest.mark.usefixtures("toy")
def test_a_folder_is_a_panel_of_the_page_the_terminal_the_reference_and_of_guidance():
    page = asked("/chargers/HAM-0042")
    order = [page.index(f'id="panel-{name}"') for name in ("utilization", "toy", "success")]
    assert order == sorted(order)
    assert "Toy played by " in page
    assert "<p>Toys.</p>" in page
    console = paper()
    with console.capture() as told:
        console.print(*text_board(sample.busy(), 100))
    assert "played by" in told.get()
    assert "<h3>Toy</h3>" not in asked("/api"), "another panel tells that field already"
    (note,) = notes([sample.an_insight("odd", id="X", severity="info", panel="toy")], Clock("UTC", date.min))
    assert note.panel == "toy"


def test_every_field_of_the_board_is_told_by_a_panel_and_the_reference_says_by_which():
    told = [name for panel in registry.panels() for name in panel.tells]
    assert {field.name for field in msgspec.structs.fields(Board)} == set(told)
    page = asked("/api")
    places = [page.index(f"<h3>{title}</h3>") for title in ("Charger", "Utilization rate", "Success rate")]
    assert places == sorted(places)


def test_every_folder_of_panels_is_a_panel_by_its_own_name_at_a_place_of_its_own():
    found = registry.panels()
    assert found[0].name == "header"
    assert all(panel.say.room == f"panels.{panel.name}" for panel in found)
    assert len({panel.place for panel in found}) == len(found) > 1
