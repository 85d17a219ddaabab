import gzip
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import contextmanager
from pathlib import Path

import chargeboard
from free_ports import free_port

PATIENCE_S = 180
"""A machine that does much else takes its time to begin a process, and to end one."""
HOME = {"PYTHONPATH": str(Path(chargeboard.__file__).parents[1])}


def command(*arguments, stdin=None, **environment):
    return subprocess.run(
        [sys.executable, "-m", "chargeboard", *map(str, arguments)],
        capture_output=True,
        input=stdin,
        text=True,
        env=os.environ | HOME | environment,
        check=False,
        timeout=PATIENCE_S,
    )


@contextmanager
def serving(*arguments, **environment):
    port = free_port()
    server = subprocess.Popen(
        [sys.executable, "-m", "chargeboard", *map(str, arguments), "--port", str(port)],
        env=os.environ | HOME | environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.send_signal(signal.SIGINT)
        output, _ = server.communicate(timeout=PATIENCE_S)
        assert "Traceback" not in output


def got(url, token=None):
    request = urllib.request.Request(url, headers={"Authorization": f"Bearer {token}"} if token else {})  # noqa: S310
    give_up = time.monotonic() + PATIENCE_S
    while True:
        try:
            with urllib.request.urlopen(request, timeout=PATIENCE_S) as answer:  # noqa: S310
                return answer.status, answer.read()
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.read()
        except OSError:
            if time.monotonic() > give_up:
                raise
            time.sleep(0.1)


def test_it_is_quiet_where_nobody_watches(log):
    result = command("import", log, "--db", "board.db")
    assert (result.returncode, result.stderr) == (0, "")
    told, known = result.stdout.splitlines()
    assert told.startswith("14 new frames")
    assert known.strip().startswith("CP1 has data from")


def test_standard_input_and_compressed_files_are_read(tmp_path, log):
    packed = tmp_path / "log.gz"
    packed.write_bytes(gzip.compress(log.read_bytes()))
    assert "14 new frames" in command("import", "-", "--db", "board.db", stdin=log.read_text()).stdout
    assert "0 new frames" in command("import", packed, "--db", "board.db").stdout


def test_a_mistake_ends_with_one_line_and_no_traceback(log):
    result = command("board", "CP1", "--db", "absent.db")
    assert result.returncode == 1
    assert result.stderr.startswith("Error: There is no database absent.db.")
    assert result.stderr.count("\n") == 1


def test_serve_gives_what_the_command_line_gives(database):
    asked = "at=2025-10-13T12:00:00Z&from=2025-10-13&to=2025-10-14"
    with serving("serve", "--db", database) as url:
        status, document = got(f"{url}/api/v1/chargers/CP1/board?{asked}")
        assert got(f"{url}/")[0] == 200
        page, body = got(f"{url}/chargers/CP1?{asked}")
        assert got(f"{url}/chargers/CP2")[0] == 404
    assert (status, page) == (200, 200)
    assert b"12.0 kWh" in body
    printed = command(
        "board", "CP1", "--db", database, "--at", "2025-10-13T12:00:00Z", "--from", "2025-10-13",
        "--to", "2025-10-14", "--json",
    )  # fmt: skip
    assert printed.stdout.encode() == document + b"\n"


def test_serve_asks_for_the_token_that_is_set(database):
    with serving("serve", "--db", database, CHARGEBOARD_TOKEN="let me in") as url:
        assert got(f"{url}/api/v1/chargers")[0] == 401
        assert got(f"{url}/api/v1/chargers", "let me in")[0] == 200
