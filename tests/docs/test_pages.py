import re
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner

from chargeboard.capture.formats import FORMATS
from chargeboard.cli import COMMANDS, main

ROOT = Path(__file__).parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])


def named(page):
    return page.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_every_link_to_a_file_leads_somewhere(page):
    links = re.findall(r"\]\(([^)#\s]+)[^)]*\)", page.read_text())
    lost = [link for link in links if "://" not in link and not (page.parent / link).exists()]
    assert not lost


def test_the_readme_names_only_targets_that_the_makefile_has():
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    for page in PAGES:
        named_here = set(re.findall(r"(?:^|`)make ([a-z]+)", page.read_text(), re.MULTILINE))
        assert named_here <= targets, page
    assert {"demo", "test"} <= set(
        re.findall(r"^make ([a-z]+)", (ROOT / "README.md").read_text(), re.MULTILINE)
    )


def test_make_help_lists_every_target_that_has_a_comment():
    listed = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    commented = re.findall(r"^([a-z]+):.*##", (ROOT / "Makefile").read_text(), re.MULTILINE)
    assert re.findall(r"^make ([a-z]+) ", listed, re.MULTILINE) == commented


def test_every_decision_is_listed_and_numbered_in_turn():
    decisions = sorted(path.name for path in (ROOT / "docs" / "adr").glob("0*.md"))
    overview = (ROOT / "docs" / "adr" / "README.md").read_text()
    assert re.findall(r"\((0\d+[^)]*\.md)\)", overview) == decisions
    assert [int(name[:4]) for name in decisions] == list(range(1, len(decisions) + 1))


def test_every_page_is_reachable_from_the_readme():
    seen, ahead = set(), [ROOT / "README.md"]
    while ahead:
        page = ahead.pop().resolve()
        if page in seen or page.suffix != ".md":
            continue
        seen.add(page)
        links = re.findall(r"\]\(([^)#\s]+\.md)", page.read_text())
        ahead += [page.parent / link for link in links if "://" not in link]
    alone = {page.resolve() for page in PAGES} - seen
    assert not alone


def test_every_folder_of_the_code_stands_on_the_map():
    code_map = (ROOT / "ARCHITECTURE.md").read_text()
    folders = [
        path.name for path in (ROOT / "src" / "chargeboard").iterdir() if (path / "__init__.py").exists()
    ]
    missing = [folder for folder in folders if f"`{folder}/`" not in code_map]
    assert not missing


@pytest.mark.parametrize("page", ["README.md", "docs/how-to/import-a-log.md"])
def test_the_line_of_jsonl_that_a_page_shows_can_be_imported(page, tmp_path):
    line = re.search(r"```json\n(.*?)\n```", (ROOT / page).read_text(), re.DOTALL)[1]
    (tmp_path / "shown.jsonl").write_text(line + "\n")
    done = CliRunner().invoke(
        main, ["import", str(tmp_path / "shown.jsonl"), "--db", str(tmp_path / "board.db")]
    )
    assert done.exit_code == 0, done.output
    assert "1 new frame of 1 charger" in done.output


def test_every_command_that_a_page_shows_exists():
    blocks = [
        block for page in PAGES for block in re.findall(r"```sh\n(.*?)```", page.read_text(), re.DOTALL)
    ]
    shown = re.findall(r"(?:^|[/ ])chargeboard ([a-z][a-z-]+)", "\n".join(blocks), re.MULTILINE)
    assert set(shown) <= set(COMMANDS)
    assert {"import", "serve", "board", "charger", "backup"} <= set(shown)


def test_what_is_said_to_be_proven_has_its_proof():
    wishes = (ROOT / "docs" / "explanation" / "wishes.md").read_text()
    tests = "".join(file.read_text() for file in (ROOT / "tests").rglob("test_*.py"))
    cases = {file.name.split("_")[0] for file in (ROOT / "tests" / "scenarios" / "cases").iterdir()}
    named = set(re.findall(r"`(test_\w+)`", wishes))
    assert len(named) > 10
    assert not {name for name in named if f"def {name}(" not in tests}
    assert not {path for path in re.findall(r"`(tests/[\w/.]+)`", wishes) if not (ROOT / path).exists()}
    assert not set(re.findall(r"\bc\d\d+\b", wishes)) - cases
    assert [int(row) for row in re.findall(r"^\| (\d+) \|", wishes, re.MULTILINE)] == list(range(1, 26))


def test_every_log_that_is_read_is_in_the_manual_with_what_it_cannot_tell():
    rows = re.findall(r"^\|.*\|$", (ROOT / "docs/how-to/import-a-log.md").read_text(), re.MULTILINE)[2:]
    assert {row.count(" |") for row in rows} == {5}
    named = {row.split("|")[3].strip(" `") for row in rows} - {""}
    assert named == FORMATS.keys() - {"joulo", "wocha"}
