import socket

import pytest

from chargeboard.cli.place import Place, endpoint_address
from chargeboard.cli.server.demo_command import _Town
from chargeboard.config import from_environment


def place(**csms):
    return Place(from_environment(None).with_csms("test", **csms))


@pytest.mark.parametrize(
    ("csms", "address"),
    [
        ({}, "ws://127.0.0.1:9000/ocpp/"),
        ({"port": 9100}, "ws://127.0.0.1:9100/ocpp/"),
        ({"host": "0.0.0.0"}, "ws://127.0.0.1:9000/ocpp/"),  # noqa: S104 - nobody listens
        ({"host": "::"}, "ws://[::1]:9000/ocpp/"),
        ({"host": "csms.example", "tls_certificate": "c.pem"}, "wss://csms.example:9000/ocpp/"),
    ],
)
def test_a_simulated_charger_connects_to_where_serve_listens_with_these_settings(csms, address):
    assert endpoint_address(place(**csms)) == address


@pytest.mark.parametrize("is_port_free", [True, False])
def test_the_town_goes_to_another_port_unless_one_was_asked_for(is_port_free):
    with socket.socket() as busy:
        busy.bind(("127.0.0.1", 0))
        busy.listen()
        port = busy.getsockname()[1]
        town = object.__new__(_Town)
        town._place, town._is_port_free = place(host="127.0.0.1", port=port), is_port_free
        assert town.endpoint().settings.csms.port == (0 if is_port_free else port)
