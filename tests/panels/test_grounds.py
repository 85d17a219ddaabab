"""A panel whose ground is the same shows the same."""

import msgspec
import pytest
import sample_boards as sample
from msgspec.structs import replace

from chargeboard.domain.figures.board import Board
from chargeboard.panels.common_ground import common_ground, ground_of
from chargeboard.panels.panel import PageContent
from chargeboard.panels.registry import panels
from chargeboard.time.instants import MINUTE, SECOND
from strip_of import strip_of

GROUNDED = [panel for panel in panels() if panel.ground is not None]
BOARDS = [*sample.town(), sample.year()]


@pytest.fixture(scope="module", params=range(len(BOARDS)))
def others(request):
    """A board, and it with one field after the other of each of the others."""
    board = BOARDS[request.param]
    fields = [field.name for field in msgspec.structs.fields(Board)]
    made = [replace(board, **{name: getattr(other, name)}) for other in BOARDS for name in fields]
    made += [replace(board, at=board.at + later) for later in (SECOND, MINUTE, 7 * MINUTE)]
    return board, [*made, replace(board, export_per_day_wh=dict.fromkeys(board.energy_per_day_wh, 5_000.0))]


@pytest.mark.parametrize("panel", GROUNDED, ids=lambda panel: panel.name)
def test_where_it_is_the_same_so_is_what_is_shown(panel, others):
    board, changed = others
    strip = strip_of(board)
    same = [
        other
        for other in changed
        if ground_of(panel, other, common_ground(other)) == ground_of(panel, board, common_ground(board))
    ]
    assert len(same) > len(BOARDS), "most fields are of other panels"
    shown = panel.view(PageContent(board, strip))
    for other in same:
        assert panel.view(PageContent(other, strip)) == shown


def test_most_panels_have_one():
    assert len(GROUNDED) == len(panels()) - 3
