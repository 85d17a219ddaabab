"""Where may we listen, is the port free, and how many may connect?"""

from __future__ import annotations

import resource
import socket
from collections.abc import Iterator

import click

from chargeboard.capture.csms.certificates import doubt_of
from chargeboard.cli.server.words import say
from chargeboard.config import Csms, Metrics, Server, Settings
from chargeboard.domain.addresses import Proxies, is_loopback
from chargeboard.run.clock import now
from chargeboard.web.access.front import ANY, Front

_PORTS_TO_TRY = 100
_OTHER_FILES = 200
"""That the process that listens may have open besides a connection for each charger."""
TOKEN_LEAST = 16
"""Characters of a token where others than this machine may try it."""


def check_page(
    server: Server,
    another_port: str = "--port {0}",
    *,
    has_accounts: bool = False,
    is_inherited: bool = False,
) -> None:
    """
    Whether the page may be served at that address, before anything is done.

    `another_port` is how to ask for one. With accounts it needs no token. `is_inherited`: somebody listens
    there for us.
    Raises: ClickException that says what to do.
    """
    if not is_loopback(server.host):
        _check_token(server, has_accounts=has_accounts)
    front_of(server)
    if not is_inherited:
        _check_free(server.host, server.port, another_port)


def _check_token(server: Server, *, has_accounts: bool) -> None:
    if not server.token:
        if has_accounts:
            return
        raise click.ClickException(say("token_needed", host=server.host))
    if len(server.token) < TOKEN_LEAST:
        raise click.ClickException(
            say("token_too_short", host=server.host, length=len(server.token), least=TOKEN_LEAST)
        )


def doubts(settings: Settings, *, has_accounts: bool = False) -> Iterator[tuple[str, str]]:
    """What of these settings lets in more than it should, in words; and what to do about it."""
    server, csms = settings.server, settings.csms
    if server.token and len(server.token) < TOKEN_LEAST:
        yield (
            say("doubt_short_token", length=len(server.token)),
            say("do_longer_token", least=TOKEN_LEAST),
        )
    if not (server.token or has_accounts) and (server.hosts or server.root_path):
        yield (
            say("doubt_no_token"),
            say("do_token"),
        )
    if ANY in server.hosts:
        yield (
            say("doubt_any_host"),
            say("do_hosts"),
        )
    if csms.authorize and ANY in csms.origins:
        yield (
            say("doubt_any_origin"),
            say("do_origins"),
        )
    for doubt in doubts_of_certificates(settings):
        yield doubt, say("do_certificate")
    believed = (*server.trusted_proxies, *csms.proxy_protocol, *settings.tap.proxy_protocol)
    if any(proxy.endswith("/0") for proxy in believed):
        yield (
            say("doubt_any_proxy"),
            say("do_proxies"),
        )


def doubts_of_certificates(settings: Settings) -> Iterator[str]:
    """What is wrong with the certificates that are shown to chargers and to management systems, in words."""
    csms, tap = settings.csms, settings.tap
    for certificate, key in (
        (csms.tls_certificate, csms.tls_key),
        (tap.tls_certificate, tap.tls_key),
        (tap.upstream_certificate, tap.upstream_key),
    ):
        if certificate and (doubt := doubt_of(certificate, key, now())):
            yield doubt


def front_of(server: Server) -> Front:
    """
    Under which names and path the page answers, and which proxies it believes.

    Raises: ClickException that says what to do.
    """
    try:
        proxies = Proxies(server.trusted_proxies)
    except ValueError as error:
        raise click.ClickException(f"trusted_proxies: {error}") from error
    try:
        return Front(hosts=(*server.hosts, server.host), root_path=server.root_path, proxies=proxies)
    except ValueError as error:
        raise click.ClickException(f"root_path: {error}") from error


def check_endpoint(csms: Csms, *, is_inherited: bool = False) -> None:
    """
    Whether chargers may be listened to with these settings; `is_inherited`: somebody does so for us.

    Raises: ClickException that says what to do.
    """
    if csms.require_certificate and not (csms.tls_certificate and csms.tls_ca):
        raise click.ClickException(say("certificate_needs_tls"))
    is_open = csms.new_chargers == "accept" and not csms.is_guarded
    if is_open and not (is_loopback(csms.host) or csms.allow_open):
        raise click.ClickException(say("anybody_is_a_charger", host=csms.host))
    if not is_inherited:
        _check_free(csms.host, csms.port, "--ocpp-port {0}")


def check_metrics(metrics: Metrics) -> None:
    """
    Whether numbers may be told at that address.

    Raises: ClickException that says what to do.
    """
    if not is_loopback(metrics.host) and len(metrics.token) < TOKEN_LEAST:
        raise click.ClickException(say("metrics_need_token", host=metrics.host, least=TOKEN_LEAST))
    _check_free(metrics.host, metrics.port, "--metrics-port {0}")


def _check_free(host: str, port: int, another: str) -> None:
    if not is_free(host, port):
        last = min(65535, port + _PORTS_TO_TRY)
        free = next((one for one in range(port + 1, last) if is_free(host, one)), None)
        hint = say("port_free", port=free, option=another.format(free)) if free else ""
        raise click.ClickException(say("port_in_use", port=port, host=host, hint=hint))


def is_free(host: str, port: int) -> bool:
    """Whether nobody listens there yet."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except PermissionError as error:
            raise click.ClickException(say("port_needs_rights", port=port)) from error
        except OSError as error:
            if error.errno in {socket.EAI_ADDRFAMILY, 99}:
                raise click.ClickException(say("no_address_here", host=host)) from error
            return False
    return True


def doubt_of_files(chargers: int) -> Iterator[tuple[str, str]]:
    """Where so many known chargers cannot all be connected: that, in words, and what to do about it."""
    _, allowed = resource.getrlimit(resource.RLIMIT_NOFILE)
    needed = chargers + _OTHER_FILES
    if needed > allowed != resource.RLIM_INFINITY:
        yield say("doubt_files", chargers=chargers, allowed=allowed), say("do_files", needed=needed)


def allow_many_connections() -> None:
    """As many open files as the system lets us have: each charger takes one, or two."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft != hard:
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
