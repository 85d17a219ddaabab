"""Between whom does a tap stand, by the settings and what the shell says?"""

from __future__ import annotations

import ssl
from collections.abc import Mapping

import click

from chargeboard.capture.csms.tls import server_context
from chargeboard.capture.tap.running import Listening
from chargeboard.capture.tap.sides import Manner
from chargeboard.capture.tap.upstream import UNIX, Credentials, Routes, Upstream, upstream_of
from chargeboard.cli.server.words import say
from chargeboard.config.tap import TapSettings
from chargeboard.domain.addresses import Proxies


def listening_at(text: str) -> Listening:
    """
    Where chargers connect.

    Raises: ValueError that says how it is written.
    """
    if text.startswith(UNIX) and len(text) > len(UNIX):
        return Listening(path=text.removeprefix(UNIX))
    host, _, port = text.rpartition(":")
    if not host or not port.isdecimal() or int(port) > 65535:
        raise ValueError(say("no_host_and_port", value=text))
    return Listening(host.strip("[]"), int(port))


def routes_of(tap: TapSettings) -> Routes:
    """
    Which CSMS each charger belongs to.

    Raises: ClickException that says what to do.
    """
    credentials = Credentials(tap.upstream_ca, tap.upstream_name, tap.upstream_certificate, tap.upstream_key)
    try:
        by_path: Mapping[str, Upstream] = {
            path: upstream_of(url, credentials) for path, url in (tap.paths or {}).items()
        }
        rest = upstream_of(tap.upstream, credentials) if tap.upstream else None
    except OSError as error:
        raise click.ClickException(say("tap_upstream_tls", why=_why(error))) from error
    except ValueError as error:
        raise click.ClickException(str(error)) from error
    if rest is None and not by_path:
        raise click.UsageError(say("tap_needs", option="--upstream", key="upstream"))
    return Routes(rest, by_path)


def manner_of(tap: TapSettings) -> Manner:
    """
    How chargers are taken in and passed on.

    Raises: ClickException that says what to do.
    """
    return Manner(tap.rewrite_host, tap.send_proxy, _tls(tap), Proxies(tap.proxy_protocol))


def _tls(tap: TapSettings) -> ssl.SSLContext | None:
    if not tap.tls_certificate:
        return None
    try:
        return server_context(tap.tls_certificate, tap.tls_key, legacy_rsa_kx=tap.legacy_rsa_kx)
    except OSError as error:
        raise click.ClickException(say("tap_tls", why=_why(error))) from error


def _why(error: OSError) -> str:
    return error.strerror or str(error)
