"""A real nginx before our servers, for a test."""

import os
import shutil
import subprocess
import time
from contextlib import contextmanager

import httpx
import pytest

NGINX = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")

_AROUND = """
daemon off; worker_processes 1; pid {folder}/nginx.pid; error_log {folder}/error.log info;
events {{ worker_connections 256; }}
http {{
  access_log off;
  client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
{inner}
}}
"""


@contextmanager
def nginx(folder, inner, url):
    """It runs meanwhile, by itself and in a folder of the test; `inner` is what stands within `http`."""
    if NGINX is None:
        if os.environ.get("NOTHING_IS_SKIPPED"):
            pytest.fail("nginx is missing; `make proxy` installs it")
        pytest.skip("nginx is missing; `make proxy` installs it")
    folder.mkdir(exist_ok=True)
    config = folder / "nginx.conf"
    config.write_text(_AROUND.format(folder=folder, inner=inner))
    process = subprocess.Popen(
        [NGINX, "-p", folder, "-c", config, "-e", folder / "error.log"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        give_up = time.monotonic() + 20
        while True:
            assert process.poll() is None, (folder / "error.log").read_text()
            try:
                httpx.get(url, timeout=5, verify=False)  # noqa: S501 - a certificate of the test
                break
            except httpx.TransportError:
                assert time.monotonic() < give_up
                time.sleep(0.02)
        yield
    finally:
        process.terminate()
        process.wait(20)
