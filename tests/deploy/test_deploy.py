"""What `deploy/` has is of this version, says what the program knows, and is what its own tools take."""

import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml

from chargeboard.cli.server.inherited import Inherited
from chargeboard.cli.server.roles import PARTS
from chargeboard.config.settings import SERVER_FIELDS, TABLES
from nats_servers import PROGRAM as NATS

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
VERSION = PROJECT["version"]
UNITS = sorted(one for one in (DEPLOY / "systemd").iterdir() if one.suffix in {".service", ".socket"})
COMPOSED = sorted((DEPLOY / "container").glob("compose*.yaml"))
CHART = DEPLOY / "helm/chargeboard"
SETTINGS = {f"CHARGEBOARD_{key.upper()}" for key in SERVER_FIELDS} | {
    f"CHARGEBOARD_{name}_{key}".upper() for name, table in TABLES.items() for key in table.fields
}


def text(*names):
    return (DEPLOY.joinpath(*names)).read_text()


@pytest.mark.parametrize(
    "place", sorted(one for one in DEPLOY.rglob("*") if one.is_file()), ids=lambda one: one.name
)
def test_each_setting_that_is_named_is_one(place):
    named = set(re.findall(r"CHARGEBOARD_[A-Z0-9_]+", place.read_text()))
    assert named <= SETTINGS


def test_versions_are_that_of_the_program():
    container, chart = text("container", "Containerfile"), yaml.safe_load(text("helm/chargeboard/Chart.yaml"))
    assert f"chargeboard:{VERSION}" in container
    assert re.search(r'image.version="(.*?)"', container)[1] == VERSION
    assert (chart["version"], chart["appVersion"]) == (VERSION, VERSION)
    for file in COMPOSED:
        assert set(re.findall(r"image: chargeboard:(\S+)", file.read_text())) == {VERSION}


def test_the_container_has_every_extra_but_those_that_are_for_a_person_to_choose():
    (named,) = re.findall(r"'\.\[(.*?)\]'", text("container", "Containerfile"))
    assert set(named.split(",")) == PROJECT["optional-dependencies"].keys() - {"apprise"}


def test_the_container_runs_as_nobody_of_importance_and_tells_how_it_is():
    told = text("container", "Containerfile")
    last = told[told.rindex("\nFROM ") :]
    assert re.search(r"^USER 10001:10001$", last, re.MULTILINE)
    assert "/healthz" in re.search(r"^HEALTHCHECK .*?\n  CMD (.*)$", last, re.MULTILINE)[1]
    assert re.search(r"^STOPSIGNAL SIGTERM$", last, re.MULTILINE)


@pytest.mark.parametrize("file", COMPOSED, ids=lambda one: one.name)
def test_what_is_composed_of_ours_may_write_its_data_and_nothing_else(file):
    services = yaml.safe_load(file.read_text())["services"]
    ours = {name: one for name, one in services.items() if one["image"].startswith("chargeboard")}
    assert ours
    for one in ours.values():
        assert one["read_only"]
        assert one["cap_drop"] == ["ALL"]
        assert one["security_opt"] == ["no-new-privileges:true"]
        assert one["volumes"] == ["data:/var/lib/chargeboard"]
        for word in one.get("command", [])[2:]:
            assert word in PARTS


def test_the_servers_of_a_composed_log_lose_nothing(tmp_path):
    composed = yaml.safe_load(text("container", "compose.cluster.yaml"))
    file = tmp_path / "nats.conf"
    file.write_text(composed["configs"]["nats"]["content"].replace("$$", "$").replace("/data", str(tmp_path)))
    assert re.search(r"sync_interval: always", file.read_text())
    done = subprocess.run(
        [NATS, "-t", "-c", file],
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | {"NATS_PASSWORD": "secret"},
    )
    assert done.returncode == 0, done.stderr
    found = {
        one["image"].rpartition(":")[2] for one in composed["services"].values() if "/nats:" in one["image"]
    }
    (version,) = found
    assert version.startswith("2.14.")


def test_a_composed_cluster_has_every_part():
    services = yaml.safe_load(text("container", "compose.cluster.yaml"))["services"]
    assert {one["command"][-1] for one in services.values() if "command" in one} >= PARTS["all"]


@pytest.mark.parametrize("unit", UNITS, ids=lambda one: one.name)
def test_systemd_takes_the_units(unit, tmp_path):
    program = tmp_path / "chargeboard"
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    for one in UNITS:
        (tmp_path / one.name).write_text(
            one.read_text().replace("/opt/chargeboard/bin/chargeboard", str(program))
        )
    name = unit.name.replace("@", "@gateway")
    (tmp_path / name).write_text((tmp_path / unit.name).read_text())
    done = analyzed("verify", "--man=no", tmp_path / name)
    assert (done.stdout, done.stderr, done.returncode) == ("", "", 0)


@pytest.mark.parametrize("unit", [one for one in UNITS if one.suffix == ".service"], ids=lambda one: one.name)
def test_what_a_service_may_do_is_little(unit):
    done = analyzed("security", "--offline=true", "--no-pager", "--threshold=20", unit)
    assert done.returncode == 0, done.stdout[-300:]


def test_both_services_may_do_alike():
    alone, part = (text("systemd", name) for name in ("chargeboard.service", "chargeboard@.service"))
    begin = alone.index("\nUMask=")
    assert part.endswith(alone[begin:])


def test_sockets_have_the_names_that_the_program_looks_for():
    names = [
        re.search("FileDescriptorName=(.*)", one.read_text())[1] for one in UNITS if one.suffix == ".socket"
    ]
    assert sorted(names) == sorted(Inherited._fields)


def analyzed(*arguments):
    program = shutil.which("systemd-analyze")
    if program is None:
        pytest.skip("systemd is not here")
    return subprocess.run([program, *map(str, arguments)], capture_output=True, text=True, check=False)


def helm(*arguments):
    program = Path(sys.executable).with_name("helm")
    if not program.exists():
        pytest.skip("helm is missing; `make helm` brings it")
    done = subprocess.run([program, *map(str, arguments)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.soak
@pytest.mark.parametrize(
    "changed", [(), ("--set", "ingress.enabled=true,ingress.tlsSecret=tls,gateway.replicas=5")]
)
def test_the_chart_is_rendered_to_what_kubernetes_takes(changed, tmp_path):
    assert "0 chart(s) failed" in helm("lint", "--strict", CHART)
    rendered = helm("template", "board", CHART, *changed)
    found = [one for one in yaml.safe_load_all(rendered) if one]
    parts = {
        one["metadata"]["labels"]["app.kubernetes.io/component"]
        for one in found
        if one["kind"] == "Deployment"
    }
    assert parts == PARTS["all"]
    for one in (one for one in found if one["kind"] == "Deployment"):
        pod = one["spec"]["template"]["spec"]
        (container,) = pod["containers"]
        assert pod["securityContext"]["runAsNonRoot"]
        assert container["securityContext"]["readOnlyRootFilesystem"]
        assert container["image"] == f"chargeboard:{VERSION}"
        assert {each["name"] for each in container["env"]} <= SETTINGS
    (settings,) = (one for one in found if one["kind"] == "ConfigMap")
    assert tomllib.loads(settings["data"]["chargeboard.toml"])["host"] == "0.0.0.0"  # noqa: S104 - in its pod
    file = tmp_path / "rendered.yaml"
    file.write_text(rendered)
    done = subprocess.run(
        [sys.executable, "-m", "kubernetes_validate", "--strict", "-k", "1.35", file],
        capture_output=True,
        text=True,
        check=False,
        env=os.environ,
    )
    assert done.returncode == 0, done.stdout + done.stderr
