"""Ports for servers that tests start: nobody else is given them meanwhile."""

import socket
from pathlib import Path

_LOWEST, _AT_ONCE = 11_000, 16
"""Browsers go to none of a few ports below."""
_BELOW = int(Path("/proc/sys/net/ipv4/ip_local_port_range").read_text().split()[0])
"""From here on the system gives them away by itself: to who connects, and to who listens at any."""


def _ours():
    """Each once; which are a process's own is said by names that no two can have, and that end with it."""
    for first in range(_LOWEST, _BELOW - _AT_ONCE, _AT_ONCE):
        claim = socket.socket(socket.AF_UNIX)
        try:
            claim.bind(f"\0ports of a test from {first}")
        except OSError:
            claim.close()
            continue
        _claims.append(claim)
        yield from range(first, first + _AT_ONCE)


_claims, _numbers = [], _ours()


def free_port(host="127.0.0.1"):
    """One that nobody listens to."""
    return next(port for port in _numbers if _is_free(host, port))


def free_ports(count, host="127.0.0.1"):
    """So many."""
    return [free_port(host) for _ in range(count)]


def _is_free(host, port):
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True
