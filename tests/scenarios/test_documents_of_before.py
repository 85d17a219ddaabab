"""
What programs were told before figures held instants and codes, they are told now.

The documents are those of the revision before, without its sentences of guidance and its version. How a
reason is worded may change, its code may not: so each code is compared by the sentence of that revision.
"""

import json
import re
from pathlib import Path

import pytest
from comparison import differences
from replay import document
from scenario_files import OWN, load

BEFORE = {path.stem: path for path in (Path(__file__).parent / "documents_of_before").glob("*.json")}
TOKEN = re.compile("t:[0-9a-f]{16}")
SAID_BEFORE = {"matched_by_inference": "the stop named no known transaction; only this open one fits"}


@pytest.mark.parametrize("name", sorted(BEFORE))
def test_a_board_is_told_as_it_was_but_for_codes_beside_words(name, tmp_path):
    (scenario,) = (one for one in load(OWN) if one.id == name)
    told = json.loads(TOKEN.sub("t:*", json.dumps(document(scenario, tmp_path))))
    for session in told["sessions"]:
        assert all(reason["text"] for reason in session["why"])
        session["why"] = [SAID_BEFORE[reason["code"]] for reason in session["why"]]
    before = json.loads(BEFORE[name].read_text("utf-8"))
    assert differences(before, told) == []
    assert [key for key in told if key in before] == list(before)
