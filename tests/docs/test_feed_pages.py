"""Every command of the pages about other systems, as it stands there, beside a real database of it."""

import os
import re
import sys
from contextlib import closing
from zoneinfo import ZoneInfo

import psycopg
import pytest
from citrine import Citrine
from evtivity_tables import Evtivity
from ocpp_core_tables import OcppCore
from paho.mqtt import publish
from steve_tables import SteVe
from test_tutorial import ROOT, going_on, run, until
from two_chargers import life

import chargeboard
from broker import mosquitto
from chargeboard.run.clock import now
from chargeboard.time.instants import datetime_of
from free_ports import free_port


def commands(page):
    """Those that the page begins with."""
    block, *_ = re.findall(r"```sh\n(.*?)```", (ROOT / "docs" / "how-to" / page).read_text(), re.DOTALL)
    return block.strip().splitlines()


@pytest.fixture
def surroundings(tmp_path, postgres_server):
    """Where `chargeboard` and the client of the database are found."""
    programs = tmp_path / "bin"
    programs.mkdir()
    program = programs / "chargeboard"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m chargeboard "$@"\n')
    program.chmod(0o755)
    told = {
        "PATH": f"{programs}:{postgres_server.programs}:{os.environ['PATH']}",
        "PYTHONPATH": os.path.dirname(os.path.dirname(chargeboard.__file__)),  # noqa: PTH120
        "CHARGEBOARD_PORT": str(free_port()),
    }
    return {**os.environ, **told}


@pytest.mark.parametrize(
    ("kind", "system", "told"),
    [
        (
            "citrineos",
            Citrine,
            ("way of CitrineOS: last row", "cannot tell when connections opened and closed"),
        ),
        ("evtivity", Evtivity, ("way of EVtivity: last row", "cannot tell exactly when a message came")),
    ],
)
def test_a_charger_of_another_system_is_on_its_page_after_five_commands(
    tmp_path, postgres_server, surroundings, kind, system, told
):
    install, role, grant, feed, serve = commands(f"feed-{kind}.md")
    assert install == "pip install 'chargeboard[postgres]'"
    with postgres_server.database() as url:
        with closing(system(url)) as other:
            frames = life(days=1, now=now())[-200:]
            other.write(*frames)
        feed_url = url.replace("//board@", "//board_reader@")
        surroundings |= {kind.removesuffix("os").upper(): url, "FEED": feed_url}
        try:
            run(role, tmp_path, surroundings)
            run(grant, tmp_path, surroundings)
            assert "200 frames" in run(feed, tmp_path, surroundings)
            surroundings["CHARGEBOARD_FEEDS"] = f'["{kind} {feed_url}"]'
            page = f"http://127.0.0.1:{surroundings['CHARGEBOARD_PORT']}/chargers/{frames[-1].station}"
            with going_on(serve, tmp_path, surroundings):
                until(lambda text: all(words in text for words in told), page)
        finally:
            with psycopg.connect(url, autocommit=True) as connection:
                connection.execute("drop owned by board_reader")
                connection.execute("drop role board_reader")


def test_a_charger_of_steve_is_on_its_page_after_five_commands(tmp_path, mariadb_server, surroundings):
    install, user, grant, feed, serve = commands("feed-steve.md")
    assert install == "pip install 'chargeboard[mysql]'"
    with mariadb_server.database("stevedb") as name:
        with closing(SteVe(mariadb_server, name)) as other:
            frames = [frame for frame in life(days=1, now=now()) if frame.protocol == "ocpp1.6"]
            other.write(*frames)
        # whoever owns the database, as the client of it finds out
        (tmp_path / ".my.cnf").write_text(f"[client]\nuser=root\nsocket={mariadb_server.socket}\n")
        feed_url = mariadb_server.url(name, "board_reader")
        surroundings |= {"HOME": str(tmp_path), "FEED": feed_url}
        run(user, tmp_path, surroundings)
        run(grant, tmp_path, surroundings)
        assert "frames" in run(feed, tmp_path, surroundings)
        surroundings |= {"CHARGEBOARD_FEEDS": f'["steve {feed_url}"]', "MYSQL_PWD": "choose one"}
        page = f"http://127.0.0.1:{surroundings['CHARGEBOARD_PORT']}/chargers/{frames[-1].station}"
        told = ("way of SteVe: last row", "cannot tell cards that were refused")
        with going_on(serve, tmp_path, surroundings):
            until(lambda text: all(words in text for words in told), page)


def test_a_charger_of_ocpp_core_is_on_its_page_after_three_commands(tmp_path, surroundings):
    install, feed, serve = commands("feed-ocpp-core.md")
    assert install == "pip install chargeboard"
    path = tmp_path / "OCPP.Core.sqlite"
    frames = life(days=1, now=now())
    with closing(OcppCore(path)) as other:
        other.write(*frames)
        surroundings |= {"FEED": str(path), "CHARGEBOARD_FEEDS": f'["ocpp-core {path}"]'}
        assert "frames" in run(feed, tmp_path, surroundings)
        page = f"http://127.0.0.1:{surroundings['CHARGEBOARD_PORT']}/chargers/{frames[-1].station}"
        told = ("way of OCPP.Core: last row", "cannot tell cards that were refused")
        with going_on(serve, tmp_path, surroundings):
            until(lambda text: all(words in text for words in told), page)


def test_a_charger_of_a_table_of_sessions_is_on_its_page_after_five_commands(tmp_path, surroundings):
    install, show, confirm, set_zone, serve = commands("import-sessions.md")
    assert (install, confirm) == ("pip install chargeboard", f"{show} --yes")
    (tmp_path / "sessions.csv").write_text(
        "ID,Charger,Connector,Start,End,Energy (kWh)\n1,CP-1,1,01.06.2025 08:00,01.06.2025 08:30,9.5\n"
    )
    # nothing was taken in: a script is to notice
    assert "If this is right: " + confirm in run(f"{show} || test $? = 1", tmp_path, surroundings)
    assert "1 new session of 1 charger" in run(confirm, tmp_path, surroundings)
    run(set_zone, tmp_path, surroundings)
    page = f"http://127.0.0.1:{surroundings['CHARGEBOARD_PORT']}/chargers/CP-1?at=2025-06-01T12:00:00Z"
    with going_on(serve, tmp_path, surroundings):
        until(lambda text: "9.5 kWh" in text, page)


HEARTBEAT = '[2,"1","Heartbeat",{}]'
LOGS = {
    "feed-a-log.md": "%Y-%m-%dT%H:%M:%SZ [ocpp] CP-1: receive message ",
    "feed-evcc.md": "[ocpp  ] TRACE %Y/%m/%d %H:%M:%S recv CP-1: ",
    "feed-home-assistant.md": "%Y-%m-%d %H:%M:%S.000 INFO (MainThread) [ocpp] CP-1: receive message ",
}
"""What stands before a message."""


@pytest.mark.parametrize("page", LOGS)
def test_a_charger_of_a_log_is_on_its_page_after_three_commands(tmp_path, surroundings, page):
    install, feed, serve = commands(page)
    assert install == "pip install chargeboard"
    zone = "Europe/Berlin" if "tz=Europe/Berlin" in feed else "UTC"
    log = tmp_path / "the.log"
    before = datetime_of(now()).astimezone(ZoneInfo(zone)).strftime(LOGS[page])
    log.write_text(f"{before}{HEARTBEAT}\n")
    surroundings["LOG"] = str(log)
    assert "1 frame," in run(feed, tmp_path, surroundings)
    address = re.search(r'feed (log) "\$LOG(.*?)"', feed)
    surroundings["CHARGEBOARD_FEEDS"] = f'["{address[1]} {log}{address[2]}"]'
    told = ("way of a log: last row", "cannot tell what its writer does not write down")
    with going_on(serve, tmp_path, surroundings):
        chargers = f"http://127.0.0.1:{surroundings['CHARGEBOARD_PORT']}/chargers/CP-1"
        until(lambda text: all(words in text for words in told), chargers)


def test_a_charger_of_a_proxy_is_on_its_page_after_three_commands(tmp_path, surroundings):
    install, feed, serve = commands("feed-mqtt.md")
    assert install == "pip install 'chargeboard[mqtt]'"
    at = datetime_of(now()).isoformat()
    body = f'{{"timestamp": "{at}", "message_type": "Call", "payload": {HEARTBEAT}}}'
    with mosquitto(tmp_path, users=[("reader", "right")]) as broker:
        surroundings |= {"BROKER": f"mqtt://reader@127.0.0.1:{broker.port}", "MQTT_PASSWORD": "right"}
        run(feed, tmp_path, surroundings)
        surroundings["CHARGEBOARD_FEEDS"] = f'["mqtt {surroundings["BROKER"]}"]'
        login = {"username": "reader", "password": "right"}
        publish.single(
            "ocpp/CP-1/charger/Heartbeat", body, qos=1, hostname="127.0.0.1", port=broker.port, auth=login
        )
        told = ("way of MQTT: last row", "cannot tell when connections opened and closed")
        with going_on(serve, tmp_path, surroundings):
            chargers = f"http://127.0.0.1:{surroundings['CHARGEBOARD_PORT']}/chargers/CP-1"
            until(lambda text: all(words in text for words in told), chargers)
