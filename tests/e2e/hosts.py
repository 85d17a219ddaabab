"""Hosts of their own for servers of a test, by network namespaces; links between them may be cut."""

import os
import shutil
import subprocess
from contextlib import ExitStack, contextmanager
from itertools import count

import pytest

_NUMBERS = count(os.getpid() % 200)


def _ip(*arguments):
    subprocess.run(["ip", *arguments], check=True, capture_output=True)


class Hosts:
    """Each has an address, and a prefix of commands that run there."""

    def __init__(self, mark, size):
        self._mark = mark
        self.addresses = [f"10.77.{mark}.{n + 11}" for n in range(size)]
        self.prefixes = [("ip", "netns", "exec", self._name(n)) for n in range(size)]

    def _name(self, n):
        return f"cb{self._mark}n{n}"

    def _link(self, n):
        return f"cb{self._mark}v{n}"

    def make(self, opened):
        bridge = f"cb{self._mark}b"
        _ip("link", "add", bridge, "type", "bridge")
        opened.callback(_ip, "link", "del", bridge)
        _ip("addr", "add", f"10.77.{self._mark}.1/24", "dev", bridge)
        _ip("link", "set", bridge, "up")
        for n, address in enumerate(self.addresses):
            name, link = self._name(n), self._link(n)
            _ip("netns", "add", name)
            opened.callback(_ip, "netns", "del", name)
            _ip("link", "add", link, "type", "veth", "peer", "name", "eth0", "netns", name)
            _ip("link", "set", link, "master", bridge, "up")
            inside = ("netns", "exec", name, "ip")
            _ip(*inside, "addr", "add", f"{address}/24", "dev", "eth0")
            _ip(*inside, "link", "set", "eth0", "up")
            _ip(*inside, "link", "set", "lo", "up")

    def cut(self, n):
        _ip("link", "set", self._link(n), "down")

    def mend(self, n):
        _ip("link", "set", self._link(n), "up")


@contextmanager
def hosts(size):
    """They are gone afterwards; a test is skipped where nobody may make them."""
    if os.geteuid() != 0 or shutil.which("ip") is None:
        pytest.skip("only root makes network namespaces, with iproute2")
    with ExitStack() as opened:
        made = Hosts(next(_NUMBERS), size)
        try:
            made.make(opened)
        except subprocess.CalledProcessError as error:
            pytest.skip(f"no network namespaces here: {error.stderr}")
        yield made
