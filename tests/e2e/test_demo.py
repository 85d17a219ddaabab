import re
import signal
import time
import urllib.request
from contextlib import contextmanager

import pytest
from daemon import PATIENCE_S, command, started

from chargeboard.demo import TOWN
from free_ports import free_port

FILLING = "The history is still being filled in"


@contextmanager
def demo(database):
    port = free_port()
    town = started("demo", "--db", database, "--port", port, "--ocpp-port", free_port())
    try:
        yield f"http://127.0.0.1:{port}"
        town.send_signal(signal.SIGINT)
        said, _ = town.communicate(timeout=PATIENCE_S)
        assert town.returncode == 0, said
        assert "Traceback" not in said
        assert "Error" not in said
    finally:
        town.kill()


def page(url, patience_s=2 * PATIENCE_S):
    give_up = time.monotonic() + patience_s
    while True:
        try:
            with urllib.request.urlopen(url, timeout=PATIENCE_S) as answer:  # noqa: S310
                return answer.read().decode()
        except OSError:
            if time.monotonic() > give_up:
                raise
            time.sleep(0.1)


def told(text):
    return re.search(r'id="banner"[^>]*>([^<]*)<', text)[1]


def test_the_demo_is_looked_at_and_left_while_its_history_is_filled_in(tmp_path):
    database = tmp_path / "demo.db"
    for _ in range(2):
        with demo(database) as url:
            first = page(f"{url}/")
            assert FILLING in told(first)
            assert [place.name for place in TOWN if place.name not in first] == []
            assert page(f"{url}/healthz") == "ok\n"
        code, said = command("board", "LIN-HUB-1", "--db", database)
        assert code == 0, said
        assert "Bahnhof Hub" in said
        assert sorted(file.name for file in tmp_path.iterdir()) == ["demo.db", "demo.db.key"]
    assert not re.search(rb'"04[0-9A-F]{12}"', database.read_bytes())


@pytest.mark.soak
def test_the_demo_fills_in_all_and_lives_on(tmp_path):
    with demo(tmp_path / "demo.db") as url:
        hub, give_up = f"{url}/chargers/LIN-HUB-1", time.monotonic() + 4 * PATIENCE_S
        assert FILLING in told(page(hub))
        while said := told(shown := page(hub)):
            assert time.monotonic() < give_up, said
            time.sleep(0.5)
        assert "30 days" in shown
