#!/usr/bin/env bash
# The PyPI package websocket-client, on which many charger simulators are built, sends an Origin by default, as
# browsers do: the address of the server itself. A CSMS that refuses every connection with an Origin, so that
# pages in browsers cannot speak as chargers, refuses these too. The PyPI package websockets sends none.
# Exits non-zero if that changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check "websocket-client==1.8.0" "websockets==16.0"
"$folder/venv/bin/python" - <<'PY'
import socket
import threading
from importlib.metadata import version

import websocket
import websockets.sync.client


def heard(connect):
    """What a client says first; it is hung up on then."""
    listener = socket.create_server(("127.0.0.1", 0))
    port = listener.getsockname()[1]
    said = []

    def take():
        link, _ = listener.accept()
        with link:
            said.append(link.recv(65536).decode())

    taking = threading.Thread(target=take)
    taking.start()
    try:
        connect(f"ws://127.0.0.1:{port}/ocpp/CP1")
    except Exception:
        pass
    taking.join(10)
    listener.close()
    lines = [line for line in said[0].split("\r\n") if line.lower().startswith("origin:")]
    return lines, port


def by_websockets(url):
    with websockets.sync.client.connect(url, subprotocols=["ocpp1.6"]):
        pass


told, port = heard(lambda url: websocket.create_connection(url, subprotocols=["ocpp1.6"], timeout=10))
print("websocket-client", version("websocket-client"), "sends", told)
assert told == [f"Origin: http://127.0.0.1:{port}"], told
plain, _ = heard(by_websockets)
print("websockets", version("websockets"), "sends", plain)
assert plain == [], plain
PY
echo "seen: websocket-client names its server as Origin, websockets names nobody"
