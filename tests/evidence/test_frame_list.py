"""Can the messages be read, whatever they hold?"""

import json

import pytest

from chargeboard.domain.figures.evidence import Whose
from chargeboard.domain.figures.frame_rows import Answer, FramePage, FrameRow
from chargeboard.domain.figures.measures import InstantSpan
from chargeboard.evidence.frames.view import page
from instants import instant

AT = instant("2026-03-28T11:00:00Z")


def row(text, answer=None, kind="call", action="DataTransfer", **more):
    return FrameRow(
        seq=1,
        received_at=AT,
        direction="in",
        kind=kind,
        action=action,
        message_id="1",
        socket=None,
        transaction_id="",
        connection="",
        protocol="ocpp1.6",
        text=text,
        answer=answer and Answer(received_at=AT, latency_ms=20.0, text=answer, **more),
    )


def shown(*rows):
    whose = Whose(id="C", name="C", timezone="UTC", at=AT, sockets=[1])
    span = InstantSpan(from_=AT, to=AT)
    return page(FramePage(charger=whose, span=span, order="newest", hidden=0, next=None, frames=[*rows])).rows


def test_an_error_to_a_call_says_its_code_and_stands_out():
    [one] = shown(row('[2,"1","X",{}]', '[4,"1","NotImplemented","no such action",{}]', is_error=True))
    assert (one.verdict, one.is_bad) == ("NotImplemented no such action", True)


def test_what_cannot_be_read_is_shown_as_it_came():
    [one] = shown(row("[2,<b>broken", kind="unreadable", action=""))
    assert (one.action, one.summary, one.said.raw, one.is_bad) == (
        "Unreadable",
        "[2,<b>broken",
        "[2,<b>broken",
        True,
    )


def test_one_long_message_is_shown_whole_and_a_hundred_of_them_do_not_drown_the_page():
    long = json.dumps([2, "1", "DataTransfer", {"data": "x" * 60_000, "status": "y" * 1_000}])
    [one] = shown(row(long))
    assert "".join(one.said.raw.split()) == "".join(long.split())
    assert (one.said.left_out, len(one.summary)) == (0, 201)
    many = shown(*[row(long, long, is_error=False)] * 100)
    assert sum(len(each.said.raw) + len(each.raw_answer.raw) for each in many) < 800_000
    assert many[-1].said.left_out + len(many[-1].said.raw) == len(one.said.raw)


def test_a_connector_is_a_socket_in_16_and_a_part_of_one_in_2x():
    [old] = shown(row('[2,"1","StatusNotification",{"connectorId":2,"status":"Available"}]'))
    [new] = shown(
        row('[2,"1","StatusNotification",{"connectorId":2,"evseId":1,"connectorStatus":"Available"}]')
    )
    assert (old.summary, new.summary) == ("socket 2 · Available", "socket 1 · connector 2 · Available")


@pytest.mark.parametrize(
    ("action", "payload", "told"),
    [
        ("FirmwareStatusNotification", {"status": "InstallVerificationFailed"}, "the check of it failed"),
        ("SignedFirmwareStatusNotification", {"status": "InstallRebooting"}, "restarts"),
        ("DiagnosticsStatusNotification", {"status": "UploadFailed"}, "upload failed"),
        ("LogStatusNotification", {"status": "AcceptedCanceled"}, "newer one"),
        ("PublishFirmwareStatusNotification", {"status": "Published"}, "published"),
        ("SecurityEventNotification", {"type": "AttemptedReplayAttacks"}, "old message"),
    ],
)
def test_a_word_about_firmware_logs_and_security_is_explained(action, payload, told):
    [one] = shown(row(json.dumps([2, "1", action, payload]), action=action))
    assert told in one.said.meaning


def test_other_words_are_not_explained():
    for payload in ({"status": "Available"}, {"status": 5}, {"status": "Frozen"}, [], None):
        text = json.dumps([2, "1", "StatusNotification", payload])
        assert shown(row(text, action="StatusNotification"))[0].said.meaning == ""
