"""
How does Apprise send a message, in a process of its own?

It waits for services in threads that nobody can stop, follows redirects and loses the message on the way,
and takes who answers slowly for somebody who refused. So it is given a process that ends in time, time to
wait, and no redirects. What it logs may name secrets: of it only the status of an answer is looked at.
"""

from __future__ import annotations

import logging
import re
import signal
import socket
import sys
from typing import Any

import msgspec
from apprise import Apprise, AppriseAsset, NotifyFormat

from chargeboard.channels.apprise.outcome import Became, Order, Outcome
from chargeboard.domain.addresses import is_refused

LASTS_S = 25
_CONNECT_S, _READ_S = 8.0, 15.0
_STATUS = re.compile(r"error=(\d{3})\b")
_look_up = socket.getaddrinfo


class _Heard(logging.Handler):
    """The status of the last answer that Apprise told of."""

    status = 0

    def emit(self, record: logging.LogRecord) -> None:
        """Keep it."""
        found = _STATUS.search(record.getMessage())
        self.status = int(found[1]) if found else self.status


class _Guard:
    """Looks names up, but for those that lead to no service of the operator's."""

    has_refused = False

    def look_up(self, *asked: Any, **also: Any) -> Any:  # noqa: ANN401 - as the library has it
        """The addresses of a name. Raises: OSError."""
        found = _look_up(*asked, **also)
        if any(is_refused(str(one[4][0])) for one in found):
            self.has_refused = True
            raise OSError("refused")
        return found


def outcome(order: Order) -> Outcome:
    """Send it."""
    heard, guard = _Heard(), _Guard()
    socket.getaddrinfo = guard.look_up
    log = logging.getLogger("apprise")
    log.addHandler(heard)
    log.propagate = False
    service = Apprise.instantiate(order.url, asset=AppriseAsset(http_redirects=False, secure_logging=True))
    if service is None:
        return Outcome(Became.NOT_KNOWN)
    if not order.body:
        return Outcome(Became.SENT)
    service.redirects = False
    service.socket_connect_timeout = max(service.socket_connect_timeout, _CONNECT_S)
    service.socket_read_timeout = max(service.socket_read_timeout, _READ_S)
    sender = Apprise()
    sender.add(service)
    if sender.notify(order.body, order.title, order.kind, body_format=NotifyFormat.TEXT):
        return Outcome(Became.SENT)
    if guard.has_refused:
        return Outcome(Became.ADDRESS_REFUSED)
    return Outcome(Became.ANSWERED, heard.status) if heard.status else Outcome(Became.REFUSED)


def main() -> None:
    """Order on standard input, outcome on standard output."""
    signal.alarm(LASTS_S + 5)  # whoever waited may be gone
    told = outcome(msgspec.json.decode(sys.stdin.buffer.read(), type=Order))
    sys.stdout.buffer.write(msgspec.json.encode(told))


if __name__ == "__main__":
    main()
