import subprocess
import sys

from chargeboard.cli.progress import progress_bar


def test_an_import_loads_nothing_that_draws_serves_or_asks_for_passwords(tmp_path):
    log = tmp_path / "empty.jsonl"
    log.write_text("")
    asked = (
        "import sys\nfrom chargeboard.cli import main\n"
        f"main(['import', {str(log)!r}, '--db', {str(tmp_path / 'a.db')!r}], standalone_mode=False)\n"
        "print(*{'argon2', 'asyncio', 'chargeboard.panels.registry', 'rich'} & {*sys.modules})"
    )
    told = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert told.stdout.splitlines()[-1] == ""


def test_processes_beside_the_page_load_nothing_that_serves_pages():
    asked = (
        "import sys\nfrom chargeboard.cli.server import alerting_process, understanding_process\n"
        "print(*{'litestar', 'jinja2', 'chargeboard.panels.registry'} & {*sys.modules})"
    )
    told = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == ""


def test_a_command_tells_its_progress_whether_or_not_somebody_looks(monkeypatch):
    for is_watched in (False, True):
        monkeypatch.setattr("chargeboard.cli.progress.is_watched", lambda is_watched=is_watched: is_watched)
        with progress_bar() as bar:
            told = bar.begin("reading", 10)
            told(1)
            told(2, 20, "fast")
