"""What is written on a socket is said wherever the socket is named."""

import json
import re

from setting_site import NOW

from chargeboard.domain.frame import Frame
from chargeboard.time.instants import HOUR, MINUTE, text_of
from projecting import projector_of

SAID = "1, left <A>"
SHOWN = "1, left &lt;A&gt;"


def a_session(town):
    """A charger with a session of the morning, one that is open, and an error."""
    began = NOW - 5 * HOUR
    calls = [
        ("StatusNotification", {"connectorId": 1, "errorCode": "NoError", "status": "Available"}),
        ("StartTransaction", {"connectorId": 1, "idTag": "c", "meterStart": 0, "timestamp": text_of(began)}),
        ("StopTransaction", {"transactionId": 7, "meterStop": 9000, "timestamp": text_of(began + HOUR)}),
        ("StatusNotification", {"connectorId": 1, "errorCode": "GroundFailure", "status": "Faulted"}),
        ("StatusNotification", {"connectorId": 1, "errorCode": "NoError", "status": "Available"}),
        (
            "StartTransaction",
            {"connectorId": 1, "idTag": "c", "meterStart": 9000, "timestamp": text_of(began + 4 * HOUR)},
        ),
    ]
    frames = []
    for number, (action, payload) in enumerate(calls):
        at = began + (number * HOUR if number < 3 else 4 * HOUR + number * MINUTE)
        frames.append(Frame("CP1", at, "in", json.dumps([2, f"m{number}", action, payload]), "c", "ocpp1.6"))
        if action == "StartTransaction":
            answer = {"transactionId": 7 + number, "idTagInfo": {"status": "Accepted"}}
            answer["transactionId"] = 7 if number == 1 else 8
            frames.append(Frame("CP1", at + 1, "out", json.dumps([3, f"m{number}", answer]), "c", "ocpp1.6"))
    town.desk.store.append(frames)
    projector_of(town.desk).refresh("CP1")


def session_page(client):
    listed = client.get("/chargers/CP1/sessions").text
    return client.get(re.search(r'href="(/chargers/CP1/sessions/[^"?]+)', listed)[1]).text


def test_a_name_stands_beside_the_number_on_every_page_of_the_charger(client, town):
    a_session(town)
    board = client.get("/chargers/CP1").text
    assert "Socket 1" in board
    assert SHOWN not in board
    client.patch("/api/v1/chargers/CP1/settings", json={"socket_names": "1=left <A>"})
    board = client.get("/chargers/CP1").text
    assert board.count(f"Socket {SHOWN}") >= 3
    assert f"socket {SHOWN}" in board
    assert "<h1>Session on socket 1, left &lt;A&gt;</h1>" in session_page(client)
    for path in ("sessions", "attempts", "errors", "days/2025-10-13"):
        assert SHOWN in client.get(f"/chargers/CP1/{path}").text, path
    told = client.get("/api/v1/chargers/CP1/board").json()["charger"]
    assert told["socket_names"] == {"1": "left <A>"}
    client.patch("/api/v1/chargers/CP1/settings", json={"socket_names": None})
    assert SHOWN not in client.get("/chargers/CP1").text
