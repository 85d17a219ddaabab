"""
A new version takes over from the one before while chargers talk: process by process, in the order of the
how-to. Its schema has a table more, and it reads messages and computes figures by another code.
"""

import re
import shutil
from contextlib import ExitStack
from pathlib import Path

import psycopg
import pytest
from crew import Crew, is_whole, share_equally, talk, until
from fleet import Fleet, many_files

import chargeboard
from chargeboard.cli.cluster.judging import judged_processes
from chargeboard.cli.cluster.seen import cluster_seen
from chargeboard.domain.policy import Policy
from chargeboard.metrics.conclude import METRICS_VERSION
from chargeboard.pipeline import fold_version
from chargeboard.run.clock import now
from chargeboard.store import newest_schema
from chargeboard.store.postgres import migrate

pytestmark = pytest.mark.sqlite
FEW = 24
IN_ORDER = ("projector", "web", "gateway")
NEXT = newest_schema() + 1


def replaced(file, pattern, text):
    before = file.read_text()
    after = re.sub(pattern, text, before, count=1, flags=re.MULTILINE)
    assert after != before, file
    file.write_text(after)


@pytest.fixture
def newer(tmp_path):
    """Where the next version of the program is."""
    folder = tmp_path / "newer"
    shutil.copytree(Path(chargeboard.__file__).parent, folder / "chargeboard")
    source = folder / "chargeboard"
    replaced(source / "__init__.py", r'^__version__ = ".*"', '__version__ = "99.0"')
    replaced(source / "pipeline.py", r'^CODE_VERSION = ".*"', 'CODE_VERSION = "next"')
    replaced(
        source / "metrics/conclude.py", r'^METRICS_VERSION: Final = ".*"', 'METRICS_VERSION: Final = "next"'
    )
    migration = source / f"store/sqlite/migrations/{NEXT:04}_next.sql"
    migration.write_text("CREATE TABLE next_version (name TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;\n")
    return folder


@pytest.fixture
def crew(postgres, tmp_path):
    with ExitStack() as opened:
        opened.enter_context(many_files())
        yield Crew(opened, postgres, tmp_path, Fleet(FEW))


def told_of_versions(crew):
    with crew.store() as store:
        found = [one.text for one in judged_processes(cluster_seen(store, now)) if one.level != "ok"]
    return [text for text in found if "several" in text]


def versions_of(crew):
    """Of what chargers are folded and concluded by."""
    with psycopg.connect(crew.url) as connection:
        return connection.execute(
            "select distinct fold_version, conclusions_version from progress"
        ).fetchall()


def is_by_the_next(fold, conclusions):
    return fold != fold_version(Policy()) and not conclusions.startswith(f"{METRICS_VERSION}/")


@pytest.mark.parametrize("of_each", [1, pytest.param(2, marks=pytest.mark.soak)])
def test_the_next_version_takes_over_one_by_one(crew, newer, of_each, monkeypatch):
    roles = [role for role in IN_ORDER if of_each > 1 or role != "web"]
    old = [one for role in roles for one in crew.hire(*[role] * of_each)]
    share_equally(crew, *(one for one in old if one.role == "projector"))
    crew.fleet.start(*(one.address for one in old if one.role == "gateway"))
    talk(crew, 10 * FEW)
    serving = list(old)
    crew.environment["PYTHONPATH"] = str(newer)
    for one in old:
        (new,) = crew.hire(one.role)
        # who looks from here knows the schema, too, from now on
        known = migrate.versions() | {NEXT: next(newer.rglob(f"{NEXT:04}_next.sql"))}
        monkeypatch.setattr(migrate, "versions", lambda known=known: known)
        serving = [new, *(each for each in serving if each is not one)]
        assert len(told_of_versions(crew)) == 4, "version, fold, metrics and schema"
        crew.fleet.moved(*(each.address for each in serving if each.role == "gateway"))
        one.stop()
        talk(crew, 2 * FEW)
        for page in (each for each in serving if each.role == "web"):
            until(lambda page=page: page.asked("/chargers/CP0")[0] == 200, why=crew.told)
    crew.fleet.settle()
    crew.until_understood()
    until(lambda: all(is_by_the_next(*one) for one in versions_of(crew)), why=crew.told)
    assert told_of_versions(crew) == []
    is_whole(crew, FEW)
