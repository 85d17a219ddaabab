"""Where may we listen, is the port free, and how many may connect?"""

from __future__ import annotations

import resource
import socket
from collections.abc import Iterator

import click

from chargeboard.config import Csms, Server, Settings
from chargeboard.domain.addresses import Proxies, is_loopback
from chargeboard.web.access.front import ANY, Front

_PORTS_TO_TRY = 100
TOKEN_LEAST = 16
"""Characters of a token where others than this machine may try it."""


def check_page(server: Server, another_port: str = "--port {0}") -> None:
    """
    Whether the page may be served at that address, before anything is done.

    `another_port` is how to ask for one.
    Raises: ClickException that says what to do.
    """
    if not is_loopback(server.host):
        _check_token(server)
    front_of(server)
    _check_free(server.host, server.port, another_port)


def _check_token(server: Server) -> None:
    if not server.token:
        raise click.ClickException(
            f"{server.host} can be reached by others, so a token is needed: set CHARGEBOARD_TOKEN, "
            "or token in the settings file; or listen on 127.0.0.1"
        )
    if len(server.token) < TOKEN_LEAST:
        raise click.ClickException(
            f"{server.host} can be reached by others, and a token of {len(server.token)} characters can be "
            f"guessed: take one of at least {TOKEN_LEAST}, such as `openssl rand -hex 24` prints; "
            "or listen on 127.0.0.1"
        )


def doubts(settings: Settings) -> Iterator[tuple[str, str]]:
    """What of these settings lets in more than it should, in words; and what to do about it."""
    server, csms = settings.server, settings.csms
    if server.token and len(server.token) < TOKEN_LEAST:
        yield (
            f"The token has {len(server.token)} characters, and can be guessed",
            f"Take one of at least {TOKEN_LEAST}, such as `openssl rand -hex 24` prints.",
        )
    if not server.token and (server.hosts or server.root_path):
        yield (
            "hosts or root_path is set, as for a proxy in front, but no token: who reaches it may look",
            "Set CHARGEBOARD_TOKEN, unless the proxy itself asks who comes.",
        )
    if ANY in server.hosts:
        yield (
            "hosts has *: a page of another site can have its name lead here, and read what its visitor may",
            "Name the names that readers type.",
        )
    if csms.authorize and ANY in csms.origins:
        yield (
            "csms.origins has *: pages in browsers may speak as chargers",
            "Name the origins that the log tells, of chargers and of simulators in a browser.",
        )
    if any(one.endswith("/0") for one in server.trusted_proxies):
        yield (
            "trusted_proxies has every address: who guesses tokens may say that he is anybody",
            "Name the address or the network of the proxy.",
        )


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


def check_endpoint(csms: Csms) -> None:
    """
    Whether chargers may be listened to with these settings.

    Raises: ClickException that says what to do.
    """
    if csms.require_certificate and not (csms.tls_certificate and csms.tls_ca):
        raise click.ClickException("csms.require_certificate needs csms.tls_certificate and csms.tls_ca")
    is_open = csms.new_chargers == "accept" and not csms.is_guarded
    if is_open and not (is_loopback(csms.host) or csms.allow_open):
        raise click.ClickException(
            f"Anybody who reaches {csms.host} could claim to be a charger. Under [csms] set new_chargers = "
            '"wait" or "refuse", or require_password = true, or require_certificate = true; '
            "or allow_open = true where the network itself keeps strangers out"
        )
    _check_free(csms.host, csms.port, "--ocpp-port {0}")


def _check_free(host: str, port: int, another: str) -> None:
    if not is_free(host, port):
        last = min(65535, port + _PORTS_TO_TRY)
        free = next((one for one in range(port + 1, last) if is_free(host, one)), None)
        hint = f"; {free} is free: {another.format(free)}" if free else ""
        raise click.ClickException(f"Port {port} of {host} is in use{hint}")


def is_free(host: str, port: int) -> bool:
    """Whether nobody listens there yet."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except PermissionError as error:
            raise click.ClickException(f"Port {port} needs more rights; use one from 1024 on") from error
        except OSError as error:
            if error.errno in {socket.EAI_ADDRFAMILY, 99}:
                raise click.ClickException(f"{host} is no address of this machine") from error
            return False
    return True


def allow_many_connections() -> None:
    """As many open files as the system lets us have: each charger takes one, or two."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft != hard:
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
