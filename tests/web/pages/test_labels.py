"""Do the words of a drawing ever lie on each other, on any weekday, at any width?"""

import datetime as dt
from urllib.parse import quote

import msgspec
import pytest
import ready_desk
import sample_boards as sample
from serving import served

from chargeboard.time.instants import HOUR, MINUTE
from chargeboard.web.app import create_app

pytestmark = pytest.mark.page

WIDTHS = (1280, 1000, 740, 560, 375, 360, 320)
TOUCHING = """() => {
  const slack = 1.5;
  const found = [];
  for (const drawing of document.querySelectorAll(".chart, .canvas, .courses")) {
    const words = [...drawing.querySelectorAll("text")]
      .map(one => [one.textContent.trim(), one.getBoundingClientRect()])
      .filter(([text, box]) => text && box.width > 0);
    words.forEach(([text, a], place) => words.slice(place + 1).forEach(([other, b]) => {
      const across = Math.min(a.right, b.right) - Math.max(a.left, b.left);
      const down = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
      if (across > slack && down > 2 * slack) found.push(
        `${drawing.closest("section").id}: "${text}" on "${other}", ${across.toFixed(1)} px`);
    }));
  }
  return found;
}"""


def _board(on, seed):
    """A busy charger on a date and at an hour, with figures of another size for each seed."""
    at = sample.NOW + (on - dt.date(2026, 11, 21)).days * 24 * HOUR + (seed * 97 % 600 - 300) * MINUTE
    board = sample.busy(at=at, seed=seed)
    scale = (1, 0.05, 30)[seed % 3]
    return msgspec.structs.replace(
        board,
        charger=msgspec.structs.replace(board.charger, id=f"{on:%a}"),
        sessions_per_day={day: n and round(n * scale) for day, n in board.sessions_per_day.items()},
        energy_per_day_wh={day: e and e * scale for day, e in board.energy_per_day_wh.items()},
    )


DAYS = [dt.date(2026, 11, 16) + dt.timedelta(days=n) for n in range(7)]


@pytest.fixture(scope="module")
def week():
    boards = [_board(on, seed) for seed, on in enumerate(DAYS)]
    for board, on in zip(boards, DAYS, strict=True):
        board.charger.id = f"D{on:%d}"
    boards += [*sample.town(), sample.year()]
    yield from served(create_app(ready_desk.ReadyDesk(boards), token=None, now=lambda: sample.NOW))


def _touching(browser, url):
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page, found = context.new_page(), []
    for last in ("24h", "3h", "7d", "30d", "365d"):
        page.goto(f"{url}?last={last}")
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            found += [f"{last} at {width}: {one}" for one in page.evaluate(TOUCHING)]
    context.close()
    return found


@pytest.mark.parametrize(
    "on",
    [*DAYS[::3], *(pytest.param(on, marks=pytest.mark.soak) for on in DAYS if on not in DAYS[::3])],
    ids=lambda on: f"{on:%a}",
)
def test_no_label_lies_on_another_on_any_weekday(browser, week, on):
    assert _touching(browser, f"{week}/chargers/D{on:%d}") == []


@pytest.mark.parametrize("board", [*sample.town(), sample.year()], ids=lambda board: board.charger.id)
def test_no_label_lies_on_another_however_many_sockets_or_days(browser, week, board):
    assert _touching(browser, f"{week}/chargers/{quote(board.charger.id, safe='')}") == []
