"""Where a process tells how it is, and whom."""

import multiprocessing
import socket

import click
import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families as parsed

from chargeboard.cli.server.addresses import check_metrics
from chargeboard.cli.server.metrics_port import metrics_served
from chargeboard.config import Metrics
from chargeboard.domain.readings import Reading
from chargeboard.run.measuring.told import Readings, Said
from free_ports import free_port

TOKEN = "only for the scraper of this test"


@pytest.fixture
def readings():
    found = Readings(multiprocessing.get_context("spawn"))
    found.tell("gateway", [Reading("chargeboard_chargers_connected", 7)])
    return found


def asked(port, path, **headers):
    return httpx.get(f"http://127.0.0.1:{port}{path}", headers=headers)


def is_answered(port):
    try:
        return asked(port, "/metrics").status_code == 200
    except httpx.TransportError:
        return False


def test_on_loopback_whoever_asks_is_told(readings):
    port = free_port()
    with metrics_served(Metrics(port=port), readings):
        answer = asked(port, "/metrics")
        found = {one.name: one for one in parsed(answer.text)}
        assert found["chargeboard_chargers_connected"].samples[0].value == 7
        assert answer.headers["content-type"].startswith("text/plain; version=")
        assert (asked(port, "/healthz").text, asked(port, "/else").status_code) == ("ok\n", 404)
        assert "server" not in answer.headers
    with pytest.raises(httpx.ConnectError):
        asked(port, "/metrics")


@pytest.mark.threat("W13")
def test_where_there_is_a_token_it_is_asked_for_and_guessing_is_slowed(readings, monkeypatch):
    port = free_port()
    monkeypatch.setattr("chargeboard.cli.server.metrics_port.now", lambda: 0)  # or another guess comes back
    with metrics_served(Metrics(port=port, token=TOKEN), readings):
        assert asked(port, "/metrics", authorization=f"Bearer {TOKEN}").status_code == 200
        assert asked(port, "/healthz").status_code == 200
        statuses = [asked(port, "/metrics", authorization="Bearer wrong").status_code for _ in range(12)]
        assert statuses[:10] == [401] * 10
        assert statuses[-1] == 429
        assert asked(port, "/metrics", authorization=f"Bearer {TOKEN}").status_code == 429


@pytest.mark.threat("W13")
@pytest.mark.parametrize("token", ["", "short"])
def test_others_than_this_machine_are_told_only_with_a_token_of_some_length(token):
    with pytest.raises(click.ClickException, match="CHARGEBOARD_METRICS_TOKEN"):
        check_metrics(Metrics(host="0.0.0.0", port=free_port(), token=token))  # noqa: S104 - it is refused


def test_a_part_that_hangs_is_told(readings, monkeypatch):
    port = free_port()
    readings._words["alerting"].tell(Said(1e-9))
    with metrics_served(Metrics(port=port), readings):
        answer = asked(port, "/healthz")
        assert (answer.status_code, answer.text) == (503, "not ok: alerting\n")


def test_who_keeps_all_places_holds_up_no_more_than_them(readings):
    port = free_port()
    with metrics_served(Metrics(port=port), readings):
        holding = [socket.create_connection(("127.0.0.1", port)) for _ in range(8)]
        while is_answered(port):
            pass  # until all places are taken
        for one in holding:
            one.close()
        while not is_answered(port):
            pass


def test_a_port_that_is_taken_is_told():
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        with pytest.raises(click.ClickException, match="--metrics-port"):
            check_metrics(Metrics(port=other.getsockname()[1]))


def test_without_the_library_its_extra_is_named(readings, monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "chargeboard.run.measuring.exposition", None)
    with (
        pytest.raises(click.ClickException, match=r"chargeboard\[metrics\]"),
        metrics_served(Metrics(port=free_port()), readings),
    ):
        pass
