"""What is built is the same each time, holds what Git has, and says of which commit it is."""

import os
import shutil
import subprocess
import sys
import zipfile
from hashlib import sha256
from pathlib import Path

import pytest
from release.__main__ import built, unpacked
from release.stamp import MODULE, commit_of

ROOT = Path(__file__).parents[2]
FILES = [
    "LICENSE", "README.md", "CHANGELOG.md", "pyproject.toml", "requirements-run.lock", ".gitignore",
    "src", "deploy", "docs", "release",
]  # fmt: skip


def git(tree, *words):
    """As somebody who has no settings of his own."""
    own = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_COMMITTER_DATE": "2026-03-04T10:00:00Z"}
    own |= {
        f"GIT_{who}_{what}": "nobody@example.org"
        for who in ("AUTHOR", "COMMITTER")
        for what in ("NAME", "EMAIL")
    }
    done = subprocess.run(
        ["git", "-C", tree, *words], env=os.environ | own, capture_output=True, text=True, check=True
    )
    return done.stdout


@pytest.fixture(scope="module")
def tree(tmp_path_factory):
    """What is here now, committed."""
    made = tmp_path_factory.mktemp("tree")
    for name in FILES:
        one = ROOT / name
        if one.is_dir():
            shutil.copytree(one, made / name, ignore=shutil.ignore_patterns("__pycache__", "images"))
        else:
            shutil.copy(one, made / name)
    git(made, "init", "--quiet")
    git(made, "add", "--all")
    git(made, "commit", "--quiet", "--message", "as it is")
    return made


@pytest.fixture(scope="module")
def packages(tree):
    archive, wheel = sorted(built(tree, tree / "dist", "sdist", "wheel"), key=lambda one: one.suffix)
    return {"archive": archive, "wheel": wheel}


def test_a_package_is_the_same_where_it_is_built_again_elsewhere_and_later(tree, packages, tmp_path):
    again = tmp_path / "another place"
    shutil.copytree(tree, again, ignore=shutil.ignore_patterns("dist"))
    for number, file in enumerate(sorted(again.rglob("*"))):
        os.utime(file, (number, number))
    of_here = {sha256(one.read_bytes()).hexdigest() for one in packages.values()}
    assert {
        sha256(one.read_bytes()).hexdigest() for one in built(again, tmp_path / "built", "sdist", "wheel")
    } == of_here
    source = unpacked(packages["archive"], tmp_path / "source")
    (of_source,) = built(source, tmp_path / "of source", "wheel")
    assert of_source.read_bytes() == packages["wheel"].read_bytes()


def test_a_package_holds_all_that_git_has_of_the_program_and_nothing_else(tree, packages):
    with zipfile.ZipFile(packages["wheel"]) as wheel:
        held = {name for name in wheel.namelist() if ".dist-info/" not in name}
    listed = git(tree, "ls-files", "src").splitlines()
    of_git = {line.removeprefix("src/") for line in listed if not line.endswith(".po")}  # the .mo of each is
    assert held == of_git | {MODULE.removeprefix("src/")}
    assert not (tree / MODULE).exists(), "it is of the package alone"


def test_an_installation_says_of_which_commit_it_is(tree, packages, tmp_path):
    with zipfile.ZipFile(packages["wheel"]) as wheel:
        wheel.extractall(tmp_path)
    commit = git(tree, "log", "-1", "--abbrev=8", "--format=%h").strip()
    done = subprocess.run(
        [sys.executable, "-m", "chargeboard", "--version"],
        env=os.environ | {"PYTHONPATH": str(tmp_path)},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == f"chargeboard 0.1.0 ({commit}, 2026-03-04)\n"


def test_where_there_is_no_git_a_package_says_what_it_was_told_or_nothing(tree, tmp_path, monkeypatch):
    assert commit_of(str(tmp_path)) == ""
    (tree / "README.md").write_text("changed")
    assert commit_of(str(tree)).endswith(", 2026-03-04, changed")
    git(tree, "checkout", "README.md")
    source = tmp_path / "source"
    shutil.copytree(tree, source, ignore=shutil.ignore_patterns(".git", "dist", "docs", "deploy"))
    monkeypatch.setenv("SOURCE_COMMIT", "of the container")
    (wheel,) = built(source, tmp_path / "built", "wheel")
    with zipfile.ZipFile(wheel) as told:
        assert b"'of the container'" in told.read(MODULE.removeprefix("src/"))
