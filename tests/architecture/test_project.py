import os
import re
import subprocess
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
LOCK = (ROOT / "requirements.lock").read_text()
RUN_LOCK = (ROOT / "requirements-run.lock").read_text()


def requirements(lock):
    """Each with its hashes, by name."""
    found = re.split(r"\n(?=[a-z])", lock.split("make lock\n", 1)[1].strip())
    return {one.split("==")[0]: one for one in found}


def names(wanted):
    return {
        re.match(r"[A-Za-z0-9._-]+", one)[0].lower().replace("_", "-").replace(".", "-") for one in wanted
    }


def test_ci_runs_the_command_that_the_readme_names():
    lines = [line for line in (ROOT / ".ci" / "run").read_text().splitlines() if not line.startswith("#")]
    assert lines[-1] == "exec make test"
    assert len(lines) == 3


def test_every_dependency_is_locked():
    groups = PROJECT["dependency-groups"].values()
    wanted = [*PROJECT["project"]["dependencies"], *(one for group in groups for one in group)]
    assert names(wanted) <= requirements(LOCK).keys(), "run `make lock`"


def test_what_runs_is_locked_to_the_same_versions_as_what_is_tested():
    running, tested = requirements(RUN_LOCK), requirements(LOCK)
    assert running.items() < tested.items(), "run `make lock`"
    wanted = [*PROJECT["project"]["dependencies"], *PROJECT["dependency-groups"]["build"]]
    assert names(wanted) <= running.keys(), "run `make lock`"


def test_what_is_only_tested_or_measured_with_is_not_installed_to_run():
    groups = PROJECT["dependency-groups"]
    assert not names([*groups["dev"], *groups["bench"]]) & requirements(RUN_LOCK).keys()


@pytest.mark.threat("S1")
@pytest.mark.parametrize("lock", [LOCK, RUN_LOCK], ids=["tested", "running"])
def test_each_locked_version_has_hashes_and_no_origin(lock):
    assert len(requirements(lock)) > 30
    assert all("--hash=sha256:" in one for one in requirements(lock).values())
    assert "://" not in lock


OF_MAKE = {"PORT", "DB", "SPEED", "MAKEFLAGS", "MAKELEVEL", "MAKEOVERRIDES", "MFLAGS"}
"""What the make that runs the tests hands down, too."""


@pytest.mark.parametrize(("asked", "said"), [((), ""), (("PORT=8099",), "--port 8099")])
def test_make_demo_needs_what_runs_and_nothing_else_and_takes_a_port(tmp_path, asked, said):
    program = tmp_path / "bin" / "chargeboard"
    program.parent.mkdir()
    program.write_text("#!/bin/sh\necho called: $@\n")
    program.chmod(0o755)
    (tmp_path / "runs").touch()
    where = {name: value for name, value in os.environ.items() if name not in OF_MAKE}
    command = ["make", "demo", f"VENV={tmp_path}", *asked]
    done = subprocess.run(command, cwd=ROOT, env=where, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == f"called: demo --db demo.db --speed 1 {said}".strip()


def test_every_exception_of_the_linter_has_its_reason():
    text = (ROOT / "pyproject.toml").read_text()
    ignored = re.search(r"^ignore = \[\n(.*?)^\]", text, re.MULTILINE | re.DOTALL)[1].splitlines()
    assert len(ignored) > 10
    assert [line for line in ignored if not re.search(r'"[A-Z]+[0-9]*",\s+# \S+', line)] == []


def test_no_two_modules_beside_the_tests_share_a_name():
    # pytest imports them by their bare name, so a twin would be mistaken for the other
    names = [path.stem for path in (ROOT / "tests").rglob("*.py") if path.name != "conftest.py"]
    assert sorted(names) == sorted(set(names))


def test_a_docstring_says_what_it_is_about_without_the_one_before_it():
    leaning = re.compile(r'"""\s*(The same|All of them)\b')
    found = [
        f"{path.relative_to(ROOT)}: {line.strip()}"
        for path in sorted((ROOT / "src").rglob("*.py"))
        for line in path.read_text().splitlines()
        if leaning.search(line)
    ]
    assert found == []
