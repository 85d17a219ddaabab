"""What the manual says to type is typed: by a shell and by Python, against a board that is served."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import little_town as town
import pytest
from serving import served
from staff import staff

from chargeboard.web.app import create_app

PAGE = (Path(__file__).parents[3] / "docs" / "how-to" / "use-the-api.md").read_text(encoding="utf-8")
EXPORTS, *CURLS = re.findall(r"```sh\n(.*?)```", PAGE, re.DOTALL)
PYTHON = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
TOKEN = "a token that nobody guesses"
PATIENCE_S = 60


@pytest.fixture(scope="module")
def board(little_desk):
    app = create_app(little_desk, token=TOKEN, now=lambda: town.NOW, people=staff(lambda: town.NOW, TOKEN))
    yield from served(app)


def ran(folder, board, *arguments, token=TOKEN):
    return subprocess.run(
        arguments,
        cwd=folder,
        env=os.environ | {"BOARD": board, "CHARGEBOARD_TOKEN": token},
        capture_output=True,
        text=True,
        check=False,
        timeout=PATIENCE_S,
    )


def test_the_page_has_examples_and_says_what_they_need():
    assert len(CURLS) == 3
    assert len(PYTHON) == 3
    assert re.findall(r"export (\w+)=", EXPORTS) == ["BOARD", "CHARGEBOARD_TOKEN"]


@pytest.mark.parametrize(
    ("example", "holds"), [*zip(CURLS, ["attention", "insights", "openapi"], strict=True)]
)
def test_an_example_of_curl_gives_a_document(tmp_path, board, example, holds):
    done = ran(tmp_path, board, "bash", "-ec", example)
    assert done.returncode == 0, done.stderr
    text = (tmp_path / "openapi.json").read_text() if "-o openapi.json" in example else done.stdout
    document = json.loads(text)
    assert holds in (document[0] if isinstance(document, list) else document)


@pytest.mark.parametrize("example", CURLS)
def test_an_example_of_curl_fails_without_the_token(tmp_path, board, example):
    done = ran(tmp_path, board, "bash", "-ec", example, token="")
    assert (done.returncode, done.stdout) == (22, "")
    assert "401" in done.stderr


def test_the_examples_of_python_follow_one_another(tmp_path, board, little_desk):
    (tmp_path / "examples.py").write_text("\n".join(PYTHON))
    done = ran(tmp_path, board, sys.executable, "examples.py")
    assert done.returncode == 0, done.stderr
    told = [line.split("\t") for line in done.stdout.splitlines()]
    ids = set(little_desk.store.stations())
    *of_chargers, problem = told
    ratios, sessions = of_chargers[: len(ids)], of_chargers[len(ids) :]
    assert {one[0] for one in ratios} == {one[0] for one in sessions} == ids
    assert all(text == "not known" or text.endswith(" %") for _, text in ratios)
    assert sum(int(n) for _, n, _ in sessions) > 0
    assert sum(float(kwh) for _, _, kwh in sessions) > 0
    assert problem[:3] == ["404", "No charger is called “LIN-HUB-01”", "LIN-HUB-1"]
