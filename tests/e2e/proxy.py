"""Real proxies before our servers, for a test."""

import os
import shutil
import subprocess
import time
from contextlib import contextmanager
from typing import NamedTuple

import httpx
import pytest


class Proxy(NamedTuple):
    """How one is started: `around` is what its configuration needs besides what a test is about."""

    around: str
    arguments: tuple[str, ...]


PROXIES = {
    "nginx": Proxy(
        """
daemon off; worker_processes 1; pid {folder}/nginx.pid; error_log {folder}/said info;
events {{ worker_connections 256; }}
http {{
  access_log off;
  client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
{inner}
}}
""",
        ("-p", "{folder}", "-c", "{config}", "-e", "{folder}/said"),
    ),
    "caddy": Proxy(
        """{{
    admin off
    auto_https off
}}
{inner}
""",
        ("run", "--adapter", "caddyfile", "--config", "{config}"),
    ),
    "haproxy": Proxy("global\n    maxconn 256\n{inner}", ("-db", "-f", "{config}")),
    "apache2": Proxy(
        """
ServerRoot {folder}
PidFile {folder}/pid
ErrorLog {folder}/said
ServerName localhost
"""
        + "".join(
            f"LoadModule {name}_module /usr/lib/apache2/modules/mod_{name}.so\n"
            for name in ("mpm_event", "authz_core", "ssl", "headers", "proxy", "proxy_http", "proxy_wstunnel")
        )
        + "{inner}",
        ("-D", "FOREGROUND", "-f", "{config}"),
    ),
}


@contextmanager
def proxy(name, folder, inner, url):
    """It runs meanwhile, by itself and in a folder of the test; `inner` is what it is told to do."""
    program = shutil.which(name, path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")
    if program is None:
        if os.environ.get("NOTHING_IS_SKIPPED"):
            pytest.fail(f"{name} is missing; `make proxy` installs it")
        pytest.skip(f"{name} is missing; `make proxy` installs it")
    folder.mkdir(exist_ok=True)
    config, said = folder / "config", folder / "said"
    config.write_text(PROXIES[name].around.format(folder=folder, inner=inner))
    with said.open("a") as log:
        process = subprocess.Popen(
            [program, *(one.format(folder=folder, config=config) for one in PROXIES[name].arguments)],
            stdout=log,
            stderr=log,
            env=os.environ | {"HOME": str(folder), "XDG_DATA_HOME": str(folder)},
        )
    try:
        give_up = time.monotonic() + 60
        while True:
            assert process.poll() is None, said.read_text()
            try:
                httpx.get(url, timeout=5, verify=False)  # noqa: S501 - a certificate of the test
                break
            except httpx.TransportError:
                assert time.monotonic() < give_up, said.read_text()
                time.sleep(0.02)
        yield
    finally:
        process.terminate()
        process.wait(60)
