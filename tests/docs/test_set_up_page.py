"""What the manual calls by name on the set-up page stands on that page."""

import re
from pathlib import Path

import pytest

from chargeboard.fleet.words import say as of_the_list
from chargeboard.web.setup.words import say as of_the_page

MANUAL = (Path(__file__).parents[2] / "docs" / "how-to" / "set-up.md").read_text()
NAMED = sorted(
    set(re.findall(r"\*\*([^*]+)\*\*", MANUAL)) | set(re.findall(r"^## (.+)$", MANUAL, re.MULTILINE))
)


def texts(say):
    return [
        text for told in say.texts.values() for text in ([told] if isinstance(told, str) else [told.plural])
    ]


@pytest.mark.parametrize("name", NAMED)
def test_what_the_manual_names_is_on_the_page(name):
    said = "\n".join(texts(of_the_page) + texts(of_the_list)).lower()
    assert name.lower() in said
