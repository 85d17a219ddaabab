import gzip
import json
import os
import signal
import subprocess
import sys
import threading
import time
import urllib.request
from pathlib import Path

import pytest
from litestar.testing import TestClient

import chargeboard
from chargeboard.capture.redaction import Redactor
from chargeboard.capture.rejects import Rejects
from chargeboard.cli.server.receiving import keeping, taking_in, understanding
from chargeboard.domain.policy import Profile
from chargeboard.run.clock import now
from chargeboard.run.desk import Desk
from chargeboard.run.people.people import people_of
from chargeboard.store import open_store
from chargeboard.time.instants import SECOND, text_of
from chargeboard.web.api import frames_in as frames
from chargeboard.web.api.frames_in import Door
from chargeboard.web.app import create_app
from free_ports import free_ports
from of_engine import address_of
from projecting import projector_of

NDJSON = {"Content-Type": "application/x-ndjson"}
TOKEN = "open sesame"


def line(second, frame=None, **more):
    told = {
        "received_at": f"2025-10-13T08:00:{second:02}Z",
        "station": "CP1",
        "direction": "in",
        "frame": frame or [2, str(second), "Heartbeat", {}],
    }
    return json.dumps(told | more).encode() + b"\n"


def charging(second, tag="04A1B2C3"):
    told = {"connectorId": 1, "idTag": tag, "meterStart": 0, "timestamp": "2025-10-13T08:00:00Z"}
    return line(second, [2, f"s{second}", "StartTransaction", told])


@pytest.fixture
def store(tmp_path):
    store = open_store(tmp_path / "board.db")
    yield store
    store.close()


@pytest.fixture
def intake(store):
    desk = Desk(store, lambda station: Profile(id=station), now)
    with (
        understanding(projector_of(desk)) as tell,
        taking_in(store, tell, is_collector=False) as intake,
    ):
        yield intake


@pytest.fixture
def opened(store, intake, tmp_path):
    def app(token=None, **options):
        door = Door(
            keeping(intake),
            redact=Redactor(b"k" * 32),
            rejects=Rejects(tmp_path / "board.db.rejected.jsonl"),
            impairment=lambda: intake.impairment,
            clock=now,
            **options,
        )
        desk = Desk(store, lambda station: Profile(id=station), now)
        people = people_of(store, store, now, token=token)
        return TestClient(create_app(desk, token=token, now=now, door=door, people=people))

    return app


def kept(store, station="CP1"):
    return [one.frame.text for batch in store.frames_after(station, 0, 0) for one in batch]


def test_lines_are_durable_when_they_are_answered_and_bringing_them_again_changes_nothing(opened, tmp_path):
    body = line(1) + line(2) + line(2)
    with opened() as client:
        first = client.post("/api/v1/frames", content=body, headers=NDJSON)
        # another connection sees what is committed
        other = open_store(tmp_path / "board.db", read_only=True)
        assert len(kept(other)) == 3
        other.close()
        again = client.post("/api/v1/frames", content=body, headers=NDJSON)
    assert (first.status_code, first.json()) == (202, {"frames": 3, "new": 3, "rejected": []})
    assert (again.status_code, again.json()) == (202, {"frames": 3, "new": 0, "rejected": []})


def test_what_came_is_understood_within_a_second_or_two(opened):
    with opened() as client:
        client.post("/api/v1/frames", content=charging(1), headers=NDJSON)
        give_up = time.monotonic() + 60
        while client.get("/api/v1/chargers/CP1/board").status_code != 200:
            assert time.monotonic() < give_up
            time.sleep(0.05)
        assert client.get("/api/v1/chargers/CP1/board").json()["ongoing"]["active_sessions"] == 1


@pytest.mark.threat("H3")
def test_each_line_that_cannot_be_read_is_told_and_kept_and_harms_no_other(opened, store, tmp_path):
    body = line(1) + b"rubbish\n" + line(2, station=None) + b'{"received_at": 5}\n' + line(3)
    with opened() as client:
        answer = client.post("/api/v1/frames", content=body, headers=NDJSON).json()
    assert (answer["frames"], answer["new"]) == (2, 2)
    assert [one["line"] for one in answer["rejected"]] == [2, 3, 4]
    assert all(one["reason"] for one in answer["rejected"])
    beside = [json.loads(one) for one in (tmp_path / "board.db.rejected.jsonl").read_text().splitlines()]
    assert [one["line"] for one in beside] == [2, 3, 4]


@pytest.mark.threat("H3")
def test_a_line_that_was_received_in_the_future_is_refused_by_its_number_and_the_others_are_kept(
    opened, store, tmp_path
):
    soon, late = (text_of(now() + seconds * SECOND) for seconds in (240, 400))
    body = (
        line(1)
        + line(2, received_at=late)
        + line(3, received_at=soon)
        + line(4, received_at="9999-12-31T23:00:00Z")
    )
    with opened() as client:
        answer = client.post("/api/v1/frames", content=body, headers=NDJSON)
    assert answer.status_code == 422
    assert "line 2: received 3" in answer.json()["detail"]
    assert "line 4: received" in answer.json()["detail"]
    assert [json.loads(text)[1] for text in kept(store)] == ["1", "3"]
    beside = [json.loads(one) for one in (tmp_path / "board.db.rejected.jsonl").read_text().splitlines()]
    assert [one["line"] for one in beside] == [2, 4]


def test_an_answer_names_a_bounded_number_of_rejected_lines(opened):
    with opened() as client:
        answer = client.post("/api/v1/frames", content=b"x\n" * 100_000, headers=NDJSON)
    assert len(answer.content) < 10_000
    assert answer.json()["rejected_lines"] == 100_000
    assert [one["line"] for one in answer.json()["rejected"]][:3] == [1, 2, 3]


@pytest.mark.threat("K1")
def test_secrets_and_tokens_are_hidden_before_anything_is_kept(opened, store, tmp_path):
    secret = [2, "9", "DataTransfer", {"data": '{"password":"hunter2"}'}]
    with opened() as client:
        client.post(
            "/api/v1/frames",
            content=charging(1) + line(2, secret) + b'{"idTag":"04A1B2C3","password":"hunter2"\n',
            headers=NDJSON,
        )
    whole = " ".join(kept(store)) + (tmp_path / "board.db.rejected.jsonl").read_text()
    assert "04A1B2C3" not in whole
    assert "hunter2" not in whole


@pytest.mark.threat("H1")
def test_a_token_that_is_set_has_to_be_sent_and_a_viewers_cookie_is_none(opened):
    with opened(TOKEN) as client:
        assert client.post("/api/v1/frames", content=line(1), headers=NDJSON).status_code == 401
        assert client.post("/login", data={"token": TOKEN}, follow_redirects=False).status_code == 303
        assert client.get("/api/v1/chargers").status_code == 200
        assert client.post("/api/v1/frames", content=line(1), headers=NDJSON).status_code == 401
        bearer = NDJSON | {"Authorization": f"Bearer {TOKEN}"}
        assert client.post("/api/v1/frames", content=line(1), headers=bearer).status_code == 202


@pytest.mark.threat("H1")
def test_what_a_page_of_another_site_could_send_unasked_is_refused(opened, store):
    with opened() as client:
        for kind in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"):
            answer = client.post("/api/v1/frames", content=line(1), headers={"Content-Type": kind})
            assert answer.status_code == 415
            assert "application/x-ndjson" in answer.json()["detail"]
    assert store.stations() == []


@pytest.mark.threat("H2")
def test_gzip_is_unpacked_and_what_is_too_much_or_damaged_is_refused_whole(opened, store):
    packed = NDJSON | {"Content-Encoding": "gzip"}
    body = line(1) + line(2)
    with opened(most_bytes=1 << 20) as client:
        two_members = gzip.compress(line(1)) + gzip.compress(line(2))
        assert client.post("/api/v1/frames", content=two_members, headers=packed).json()["new"] == 2
        bomb = gzip.compress(bytes(50 << 20))
        for content, headers in ((bomb, packed), (bytes(2 << 20), NDJSON)):
            answer = client.post("/api/v1/frames", content=content, headers=headers)
            assert answer.status_code == 413
            assert "More than 1 MiB" in answer.json()["detail"]
        for damaged in (gzip.compress(body)[:-12], b"no gzip at all"):
            assert client.post("/api/v1/frames", content=damaged, headers=packed).status_code == 400
        odd = NDJSON | {"Content-Encoding": "br"}
        assert client.post("/api/v1/frames", content=body, headers=odd).status_code == 415
    assert len(kept(store)) == 2


def test_while_the_database_is_locked_nothing_is_promised(opened, tmp_path, monkeypatch):
    monkeypatch.setattr(frames, "_PATIENCE_S", 0.5)
    other = open_store(tmp_path / "board.db")
    with opened() as client, other.together():
        answer = client.post("/api/v1/frames", content=line(1), headers=NDJSON)
    assert answer.status_code == 503
    assert "Submit them again" in answer.json()["detail"]
    other.close()


def test_many_at_once_keep_each_frame_once(opened, store):
    with opened() as client:
        answers = []

        def bring(number):
            body = b"".join(line(second, station=f"CP{number % 2}") for second in range(30))
            answers.append(client.post("/api/v1/frames", content=body, headers=NDJSON).json()["new"])

        threads = [threading.Thread(target=bring, args=(number,)) for number in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert sum(answers) == 60
    assert [len(kept(store, station)) for station in ("CP0", "CP1")] == [30, 30]


@pytest.mark.parametrize("listens", [True, False])
def test_serve_takes_frames_whether_or_not_it_listens_to_chargers(tmp_path, listens):
    ports = free_ports(2)
    environment = os.environ | {
        "PYTHONPATH": str(Path(chargeboard.__file__).parents[1]),
        "CHARGEBOARD_DATA_FOLDER": str(tmp_path),
    }
    if listens:
        environment["CHARGEBOARD_CSMS_AUTHORIZE"] = "accept_all"
    server = subprocess.Popen(
        [sys.executable, "-m", "chargeboard", "serve", "--db", address_of(tmp_path / "board.db"),
         "--port", str(ports[0]), "--ocpp-port", str(ports[1])],
        env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )  # fmt: skip
    url = f"http://127.0.0.1:{ports[0]}/api/v1"

    def ask(path, body=None, patience_s=120):
        give_up = time.monotonic() + patience_s
        while True:
            try:
                request = urllib.request.Request(url + path, data=body, headers=NDJSON)  # noqa: S310
                with urllib.request.urlopen(request, timeout=60) as answer:  # noqa: S310
                    return json.loads(answer.read())
            except OSError:
                if time.monotonic() > give_up or server.poll() is not None:
                    raise
                time.sleep(0.05)

    try:
        assert ask("/frames", charging(1))["new"] == 1
        assert ask("/chargers/CP1/board", patience_s=60)["ongoing"]["active_sessions"] == 1
    finally:
        server.send_signal(signal.SIGINT)
        output, _ = server.communicate(timeout=60)
    assert "Traceback" not in output
