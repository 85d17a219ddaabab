"""A real Prometheus reads what a process tells, with the configuration and the rules of the how-to."""

import multiprocessing
import re
from pathlib import Path

import httpx
import pytest

from chargeboard.cli.server.metrics_port import metrics_served
from chargeboard.config import Metrics
from chargeboard.domain.figures.impairment import Impairment
from chargeboard.domain.readings import Reading
from chargeboard.run.measuring.measures import of_impairment
from chargeboard.run.measuring.told import Readings
from free_ports import free_port
from scraper import found, prometheus, until

pytestmark = pytest.mark.soak
TOKEN = "only for the scraper of this test"
GUIDE = (Path(__file__).parents[2] / "docs/how-to/watch-over-it.md").read_text()
SCRAPE, RULES, _ = re.findall(r"```yaml\n(.*?)```", GUIDE, re.DOTALL)


def test_prometheus_reads_the_numbers_and_its_rules_find_what_is_wrong(tmp_path):
    readings, port = Readings(multiprocessing.get_context("spawn")), free_port()
    told = [
        Reading("chargeboard_chargers_connected", 7),
        *of_impairment("gateway", Impairment(why="the disk is full")),
    ]
    readings.tell("gateway", told)
    config = "global: {scrape_interval: 1s, evaluation_interval: 1s}\nrule_files: [rules.yml]\n" + re.sub(
        r"targets: \[.*?\]", f"targets: ['127.0.0.1:{port}']", SCRAPE
    ).replace("THE_TOKEN", f"'{TOKEN}'")
    with (
        metrics_served(Metrics(port=port, token=TOKEN), readings),
        prometheus(tmp_path, config, RULES) as url,
    ):
        until(lambda: found(url, "chargeboard_chargers_connected") == [7.0])
        assert found(url, 'up{job="chargeboard"}') == [1.0]
        until(lambda: found(url, 'ALERTS{alertname="ChargeboardKeepsNothing"}') == [1.0])
        (group,) = httpx.get(f"{url}/rules").json()["data"]["groups"]
        assert [one["health"] for one in group["rules"]] == ["ok"] * 4
