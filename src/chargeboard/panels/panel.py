"""What is a panel of a charger's page?"""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from chargeboard.domain.figures.board import Board
from chargeboard.domain.figures.strip import Strip
from chargeboard.panels.plain import PlainPanel
from chargeboard.words.catalogue import Words


class PageContent(msgspec.Struct, frozen=True):
    """What the page of a charger is made of."""

    board: Board
    strip: Strip
    """The timeline, in pieces of its own window."""
    has_table: bool = False
    """Whether what is drawn is told as a table too."""


class Guide(msgspec.Struct, frozen=True):
    """The reading aid of a panel: what it measures, how to read that, and by which rule."""

    measures: str
    reading: tuple[str, ...]
    rule: str


class Panel(msgspec.Struct, frozen=True):
    """
    A room of panels/, by the name of its folder.

    The page has it as `panel-NAME` by the folder's template NAME.html, guidance speaks of it by its name. Its
    words hold its `title`, and in `measures`, `reading` (a line each) and `rule` how it is read.
    """

    name: str
    place: int
    """Where it comes on the page, in a terminal and in the reference."""
    say: Words
    view: Callable[[PageContent], object]
    """What its template shows."""
    plain: Callable[[Board, int], tuple[PlainPanel, ...]]
    """How it reads in a terminal of so many columns; nothing where it has nothing to say."""
    tells: tuple[str, ...]
    """The fields of the board that it shows."""
    outline: Callable[[PageContent], bytes] | None = None
    """Equal for two contents that show the same, where that can be told without drawing."""
    is_of_sites: bool = True
    """Whether it shows the sums of a site, too."""
    ground: Callable[[Board], object] | None = None
    """
    What its view follows from besides the common ground of panels: where both are equal, it shows the same.

    None: it follows from the instant, too.
    """

    @property
    def guide(self) -> Guide | None:
        """How it is read; None where it says so itself."""
        if "measures" not in self.say.texts:
            return None
        reading = tuple(self.say("reading").splitlines())
        return Guide(self.say("measures"), reading, self.say("rule"))


def of_board(view: Callable[[Board], object]) -> Callable[[PageContent], object]:
    """The view of a panel that is made of the board alone."""
    return lambda content: view(content.board)
