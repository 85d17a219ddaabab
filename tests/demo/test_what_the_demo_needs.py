"""Is each charger of the demo all right, what is wrong, what is to be done? As the docs say."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import pytest
from msgspec import convert

from chargeboard.capture.redaction import Redactor
from chargeboard.demo import TOWN, Feed, name_town
from chargeboard.domain.policy import Policy, Profile
from chargeboard.panels.header import view as header
from chargeboard.run.desk import Desk
from chargeboard.store import open_store
from chargeboard.time.instants import instant_of
from projecting import projector_of

PAGE = Path(__file__).parents[2] / "docs/explanation/attention.md"
STARTS = {
    "a spring noon": dt.datetime(2026, 3, 30, 11, 12, 13, tzinfo=dt.UTC),
    "a summer night": dt.datetime(2026, 7, 4, 2, 30, tzinfo=dt.UTC),
    "an autumn evening": dt.datetime(2026, 11, 2, 17, 5, tzinfo=dt.UTC),
}


def told():
    """The rows of the page's table: charger, whether it is all right, what is wrong, what to do."""
    lines = [line for line in PAGE.read_text("utf-8").splitlines() if line.startswith("| `")]
    return {line.split("`")[1]: line.strip("| ").split(" | ")[1:] for line in lines}


def heads(start, *, whole):
    """The head of each charger's page when the demo starts, of its last days or of all of its history."""
    now, store, profiles = instant_of(start), open_store(":memory:"), {}

    def save(charger):
        policy = convert(dict(charger.settings), Policy)
        profiles[charger.id] = Profile(
            id=charger.id, name=charger.name, timezone_is_default=False, policy=policy
        )

    desk = Desk(store, profiles.__getitem__, lambda: now)
    name_town(save, store.save_site)
    feed = Feed(now, Redactor(b"a key"))
    if whole:
        feed.until(projector_of(desk), now)
    else:
        feed.begin(projector_of(desk))
    found = {place.id: header.panel(desk.board(place.id)) for place in TOWN}
    store.close()
    return found


def says(pattern, text):
    """Whether the text is what the page says, with anything where it has an ellipsis."""
    parts = [re.escape(part) for part in pattern.split("…")]
    return re.fullmatch(".+?".join(parts), text) is not None


@pytest.fixture(scope="module", params=STARTS)
def town(request):
    return heads(STARTS[request.param], whole=request.param == "a spring noon")


def test_the_page_speaks_of_every_charger_of_the_demo():
    assert list(told()) == [place.id for place in TOWN]


def test_each_charger_is_as_the_page_says(town):
    for station, (verdict, wrong, action) in told().items():
        attention = town[station].attention
        if verdict == "All right":
            assert attention.headline == verdict, (station, attention)
            assert says(wrong.removeprefix("nothing. ") + ".", attention.checked), (wrong, attention.checked)
            assert (action, attention.notes) == ("nothing", ())
        else:
            first = attention.notes[0]
            assert (first.word, first.action) == (verdict, action)
            assert says(wrong, first.text), (wrong, first.text)


def test_some_need_attention_each_for_another_reason_and_some_are_all_right(town):
    needs = [head.attention.notes[0].word for head in town.values() if head.attention.notes]
    assert len(town) / 3 <= len(needs) <= len(town) / 2
    assert len(set(needs)) == len(needs)
    assert any(head.attention.headline == "All right" for head in town.values())
