"""A real Prometheus, over what a test serves."""

import shutil
import subprocess
import time
from contextlib import contextmanager

import httpx
import pytest

from free_ports import free_port

PATIENCE_S = 60


@contextmanager
def prometheus(folder, config, rules):
    """The address of its API."""
    program = shutil.which("prometheus")
    if program is None:
        pytest.skip("prometheus is missing; `make scraper` installs it")
    (folder / "rules.yml").write_text(rules)
    (folder / "prometheus.yml").write_text(config)
    port = free_port()
    process = subprocess.Popen(
        [
            program,
            f"--config.file={folder}/prometheus.yml",
            f"--storage.tsdb.path={folder}/data",
            f"--web.listen-address=127.0.0.1:{port}",
        ],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield f"http://127.0.0.1:{port}/api/v1"
    finally:
        process.terminate()
        process.wait(PATIENCE_S)


def found(url, asked):
    """The values of what an expression finds."""
    try:
        told = httpx.get(f"{url}/query", params={"query": asked}).json()
    except httpx.TransportError:
        return []
    assert told["status"] == "success", (asked, told)
    return [float(one["value"][1]) for one in told["data"]["result"]]


def until(claim):
    """Return once it is so."""
    give_up = time.monotonic() + PATIENCE_S
    while not claim():
        assert time.monotonic() < give_up
        time.sleep(0.1)
