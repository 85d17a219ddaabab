"""What is installed with chargeboard is light, may stand beside our licence, and is enough."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from release.needed import EXTRAS, PAGE, distribution, files, is_allowed, names, needed, page

import chargeboard
from chargeboard.demo import SAMPLE

RUN = "import sys; sys.path.insert(0, sys.argv.pop(1)); from chargeboard.__main__ import main; main()"
BLOCK = 4096
MOST_MB = 99
"""Four fifths of what it was."""


class Installation:
    """An interpreter that finds chargeboard and what some extras bring, and nothing else."""

    def __init__(self, folder, *extras):
        self.folder, self.site = folder, folder / "site"
        self.site.mkdir()
        for name in names(extras):
            root = Path(str(distribution(name).locate_file("")))
            for top in {Path(file).parts[0] for file, _ in files(name)} - {".."}:
                if not (self.site / top).exists():
                    (self.site / top).symlink_to(root / top)
        (self.site / "chargeboard").symlink_to(Path(chargeboard.__file__).parent)

    def says(self, *words):
        """What a command says, with its exit code in front."""
        done = subprocess.run(
            [sys.executable, "-I", "-S", "-c", RUN, self.site, *words],
            cwd=self.folder,
            env=os.environ | {"CHARGEBOARD_DB": str(self.folder / "board.db")},
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )
        return done.returncode, done.stdout + done.stderr


@pytest.fixture(scope="module")
def bare(tmp_path_factory):
    return Installation(tmp_path_factory.mktemp("bare"))


@pytest.mark.parametrize("one", needed(), ids=lambda one: one.name)
def test_its_licence_may_stand_beside_ours(one):
    assert is_allowed(one.licence), one.licence


def test_a_licence_that_asks_for_more_is_told_apart():
    assert not is_allowed("GPL-3.0-only")
    assert not is_allowed("MIT AND AGPL-3.0-only")
    assert not is_allowed("")
    assert is_allowed("GPL-2.0-only OR MIT")


def test_the_page_of_licences_is_as_what_is_installed_says():
    assert PAGE.read_text() == page(), "stale: .venv/bin/python -m release.needed"


def test_what_everybody_installs_is_light():
    bytes_on_disk = sum(-(-size // BLOCK) * BLOCK for name in names() for _, size in files(name))
    assert 40 < bytes_on_disk / 2**20 < MOST_MB


def test_without_any_extra_a_log_becomes_a_board(bare):
    assert bare.says("--version")[0] == 0
    assert bare.says("sample", "log.jsonl")[0] == 0
    code, said = bare.says("import", "log.jsonl")
    assert (code, "new frames of 1 charger" in said) == (0, True), said
    code, said = bare.says("board", SAMPLE)
    assert code == 0, said
    assert "Success rate" in said


NEEDS = {
    "postgres": [
        ("doctor", "--db", "postgresql://127.0.0.1/none"),
        ("serve", "--db", "postgresql://127.0.0.1/none"),
    ],
    "parquet": [("export", "frames", "--parquet", "lake"), ("import", "frames.parquet")],
    "pcap": [("mirror", "today.pcap")],
    "xlsx": [("import", "sessions.xlsx")],
    "metrics": [("serve", "--metrics-port", "9")],
    "oidc": [("serve", "--config", "oidc.toml")],
    "mqtt": [
        ("alerts", "channel", "add", "ours", "mqtt", "url=mqtt://127.0.0.1", "topic=t"),
        ("feed", "mqtt", "mqtt://127.0.0.1/ocpp"),
    ],
    "mysql": [("feed", "steve", "mysql://127.0.0.1/stevedb")],
    "rabbitmq": [("feed", "citrineos-rabbitmq", "amqp://127.0.0.1/?exchange=citrineos")],
    "apprise": [("alerts", "channel", "add", "ours", "apprise", "url=json://127.0.0.1")],
    "s3": [("alerts", "channel", "add", "ours", "s3", "endpoint=http://127.0.0.1", "bucket=reports")],
}
OIDC = """token = "only for the readers of this test"
[oidc]
issuer = "https://id.example.org"
client_id = "board"
client_secret = "of the test"
"""


@pytest.mark.parametrize(
    ("extra", "command"), [(extra, command) for extra in NEEDS for command in NEEDS[extra]]
)
def test_a_command_that_needs_an_extra_names_it(bare, extra, command):
    (bare.folder / "oidc.toml").write_text(OIDC)
    (bare.folder / "frames.parquet").write_bytes(b"PAR1    PAR1")
    (bare.folder / "sessions.xlsx").write_bytes(b"PK\3\4")
    code, said = bare.says(*command)
    assert code != 0
    assert f"pip install 'chargeboard[{extra}]'" in said
    assert "Traceback" not in said


def test_a_log_names_its_extra_where_the_others_are_there(tmp_path):
    code, said = Installation(tmp_path, "parquet", "postgres").says(
        "archive", "lake", "--log", "nats://127.0.0.1:9"
    )
    assert code == 1
    assert "nats-py\nInstall it: pip install 'chargeboard[nats]'" in said


def test_each_extra_is_asked_for_by_name_somewhere():
    assert {*NEEDS, "nats"} == set(EXTRAS)
