"""
What takes bytes of others, and what must hold whatever they are?

One target for each parser at the border: seeds that are valid, and a function that runs it and asserts.
Whatever it raises besides what is documented is a finding.
"""

from __future__ import annotations

import gzip
import io
import json
import os
import tempfile
from collections.abc import Callable, Coroutine, Sequence
from contextlib import suppress
from functools import cache
from itertools import islice
from pathlib import Path
from types import SimpleNamespace
from typing import NamedTuple
from urllib.parse import parse_qsl, quote
from zoneinfo import ZoneInfo

import msgspec
from litestar.exceptions import HTTPException, PermissionDeniedException
from valid_lines import HEADER, VALID
from websockets.datastructures import Headers
from websockets.exceptions import InvalidHeaderValue
from websockets.frames import Frame as Spoken
from websockets.frames import Opcode
from wire import captured_call

from chargeboard import zstd
from chargeboard.capture.batches import read_batch
from chargeboard.capture.csms.admission import Admission, Refusal, Rules, _basic
from chargeboard.capture.csms.answers import actions
from chargeboard.capture.csms.callers import Callers
from chargeboard.capture.csms.envelope import opened, pruned, too_long
from chargeboard.capture.csms.identity import BadIdentityError, charger_id, wrong_with
from chargeboard.capture.csms.link import Answering, answer_of, start_key
from chargeboard.capture.csms.proxy_header import Address, HeaderError, header_in, header_of
from chargeboard.capture.feeds.citrineos.citrineos import MESSAGES as MESSAGES_OF_CITRINEOS
from chargeboard.capture.feeds.citrineos_rabbitmq.citrineos_rabbitmq import found_in as exchange_found_in
from chargeboard.capture.feeds.citrineos_webhook.citrineos_webhook import found_in as webhook_found_in
from chargeboard.capture.feeds.delivered import Delivery
from chargeboard.capture.feeds.evtivity.evtivity import MESSAGES as MESSAGES_OF_EVTIVITY
from chargeboard.capture.feeds.kind import FeedError
from chargeboard.capture.feeds.mirror.capture import packets
from chargeboard.capture.feeds.mirror.connections import Connections
from chargeboard.capture.feeds.mqtt.mqtt import found_in as mqtt_found_in
from chargeboard.capture.feeds.numbered_rows import NumberedRows
from chargeboard.capture.feeds.ocpi.partner import READ
from chargeboard.capture.feeds.ocpi.places import GROUPS, Places
from chargeboard.capture.feeds.ocpi.rows import frames_of as objects_found_in
from chargeboard.capture.formats import FORMATS, detect
from chargeboard.capture.formats.reading import UNREADABLE, LogNotes, Rejected
from chargeboard.capture.onboarding import read_list
from chargeboard.capture.oversize import text_of
from chargeboard.capture.redaction import Redactor
from chargeboard.capture.rejects import Rejects
from chargeboard.capture.session_files.columns import is_heading
from chargeboard.capture.session_files.recognising import holds_sessions
from chargeboard.capture.session_files.sessions import Sessions
from chargeboard.capture.session_files.settling import settle
from chargeboard.capture.session_files.tables import TableError
from chargeboard.capture.session_files.tables import opened as opened_table
from chargeboard.capture.session_files.told import Told
from chargeboard.capture.tap.conversation import Conversation
from chargeboard.capture.tap.records import Kind, Missed
from chargeboard.capture.unpacking import BLOCK_BYTES, DamagedError, blocks
from chargeboard.config import SettingsError, load
from chargeboard.decode import Pairing, read
from chargeboard.domain.addresses import Proxies, address_of
from chargeboard.domain.facts import AnyFact
from chargeboard.domain.figures.evidence import Whose
from chargeboard.domain.figures.frame_rows import Answer, FramePage, FrameRow
from chargeboard.domain.figures.measures import InstantSpan
from chargeboard.domain.frame import Frame
from chargeboard.domain.policy import Policy
from chargeboard.evidence.frames.frame_words import said
from chargeboard.evidence.frames.view import page as list_of_frames
from chargeboard.pipeline import StationState, restore, snapshot, step
from chargeboard.run.people.guesses import Guesses
from chargeboard.run.people.log_ins import LogIns
from chargeboard.store import StoreError, open_store, store_at
from chargeboard.web.access.front import Front, StrangeNameError
from chargeboard.web.access.own_pages import refuse_strangers
from chargeboard.web.api.frames_in import _gunzipped
from chargeboard.web.pages.frame_pages import json_line
from chargeboard.web.pages.listing import fleet_wanted
from chargeboard.web.urls.asked import BadParameterError, asked, in_todays_words, shown
from chargeboard.web.urls.filters import (
    attempts_filter,
    day_asked,
    error_cut,
    finding_cut,
    frames_wanted,
    session_filter,
    some_days,
    wanted,
)
from chargeboard.web.urls.paths import segmented, station_of

NOW = 1_790_000_000_000_000
KEY = b"k" * 32
_PEOPLE = open_store(":memory:")
LOG_INS = LogIns(_PEOPLE, _PEOPLE, lambda: NOW, "a token of the settings")
GUESSES = Guesses(KEY)
POLICY = Policy(timezone="Europe/Amsterdam")
PROTOCOLS = ("ocpp1.6", "ocpp2.0.1", "ocpp2.1", "")
STAMP = "2026-10-13T08:00:00Z"
CALL = '[2,"1","Heartbeat",{}]'
_SQLITE = 2**63
_MOST_ANSWER = 4096


class Target(NamedTuple):
    """A parser at the border."""

    run: Callable[[bytes], object]
    seeds: Sequence[bytes]
    most_calls: int = 400
    """Of functions, for each byte: work is bounded by its input."""
    is_slow: bool = False
    """It works on files."""


def storable(frame: Frame) -> None:
    """The frame can be kept as it is."""
    for text in (frame.station, frame.text, frame.connection, frame.protocol):
        assert isinstance(text, str)
        text.encode()
    assert -_SQLITE <= frame.received_at < _SQLITE
    assert frame.direction in {"in", "out", "ws", "row"}


@cache
def redactor() -> Redactor:
    return Redactor(KEY)


async def _aside(_: bytes) -> object:
    raise AssertionError


ANSWERING = Answering(
    keep=None,
    redact=redactor(),
    authorize=Admission(
        Rules(authorize="list", tokens=frozenset({"A"})),
        credential_of=lambda _: None,
        remember=lambda _: None,
        now=lambda: NOW,
    ).authorize,
    heartbeat_interval_s=300,
    aside=_aside,
    now=lambda: NOW,
)


def ocpp_message(raw: bytes) -> None:
    """A message is kept as it came, read without a word, and answered with an answer under its own id."""
    text = text_of(raw)
    with suppress(UnicodeDecodeError):
        assert text == raw.decode()
    text.encode()
    kept = redactor()(text)
    for call in (opened(text), too_long(text)):
        if call is None:
            continue
        for protocol in PROTOCOLS[:3]:
            answer = answer_of(ANSWERING, protocol, NOW, call, 7)
            kind, message_id, *_ = msgspec.json.decode(answer, type=list[msgspec.Raw])
            assert bytes(kind) in {b"3", b"4"}
            assert bytes(message_id).decode() == call.message_id
            assert len(answer) < _MOST_ANSWER
            if call.payload and len(call.raw_payload) < _MOST_ANSWER:
                assert answer_of(ANSWERING, protocol, NOW, pruned(call), 7) == answer
        start_key(call, redactor()).encode()
    for protocol in PROTOCOLS:
        for direction in ("in", "out", "ws"):
            frame = Frame("CP", NOW, direction, kept, "c", protocol)
            storable(frame)
            events = list(read(frame, Pairing(), POLICY))
            assert msgspec.json.decode(msgspec.json.encode(events), type=list[AnyFact]) == events


def ocpp_conversation(raw: bytes) -> None:
    """What was said before never makes the next message raise, and the state goes on from its snapshot."""
    state, again = StationState(), StationState()
    for number, line in enumerate(raw.split(b"\n")[:40]):
        direction = ("in", "out", "ws")[line[0] % 3] if line else "in"
        text = line[1:].decode(errors="backslashreplace")
        frame = Frame("CP", NOW + number * 1_000_000, direction, text, "c", PROTOCOLS[number % 3])
        facts = step(state, frame, POLICY, number)
        again = restore(snapshot(again))
        assert step(again, frame, POLICY, number) == facts
        assert msgspec.json.decode(msgspec.json.encode(facts), type=list[AnyFact]) == facts


def kept_frame(raw: bytes) -> None:
    """Whatever was kept is shown, in one line or as a whole, and what is exported of it comes back."""
    text = raw.decode(errors="backslashreplace")
    for direction in ("in", "out", "ws"):
        for answer in (None, Answer(received_at=NOW, is_error=False, latency_ms=1.0, text=text)):
            row = FrameRow(
                seq=1,
                received_at=NOW,
                direction=direction,
                kind="call",
                action=text[:50],
                message_id=text[:5],
                socket=None,
                transaction_id="",
                connection="",
                protocol="ocpp1.6",
                text=text,
                answer=answer,
            )
            (line,) = list_of_frames(
                FramePage(charger=_WHOSE, span=_SPAN, order="newest", hidden=0, next=None, frames=[row])
            ).rows
            msgspec.json.encode(line)
    said(text, 100, 7)
    frame = Frame("CP", NOW, "in", text, "c", "ocpp1.6")
    (back,) = FORMATS["jsonl"]([json_line(frame).rstrip(b"\n")], LogNotes("log"))
    assert isinstance(back, Frame)
    assert back.received_at == frame.received_at
    same = text.replace("\r", " ").replace("\n", " ")
    assert back.text.strip() in {text.strip(), same.strip()}


_SPAN = InstantSpan(from_=NOW, to=NOW)
_WHOSE = Whose(id="C", name="C", timezone="UTC", at=NOW, sockets=[1])


def redaction(raw: bytes) -> None:
    """What is hidden leaves JSON what it was, and cards and passwords of its own fields are gone."""
    text = raw.decode(errors="backslashreplace")
    hidden = redactor()(text)
    hidden.encode()
    try:
        before = msgspec.json.decode(text)
    except (msgspec.DecodeError, RecursionError, ValueError):
        return
    told = msgspec.json.decode(hidden)
    assert _shape(told) == _shape(before)
    probe = json.dumps([2, "1", "Authorize", {"idTag": text[:60], "password": "tell-nobody"}])
    assert "tell-nobody" not in redactor()(probe)


def _shape(value: object) -> object:
    """The lists and objects alone, to a depth."""
    if isinstance(value, dict):
        return len(value)
    return len(value) if isinstance(value, list) else None


def log_of(name: str) -> Callable[[bytes], None]:
    """A log of that format: each line is a frame that can be kept, a rejected line, or counted."""

    def run(raw: bytes) -> None:
        notes = LogNotes("log", "C", ZoneInfo("Europe/Amsterdam"), lambda: NOW)
        lines = raw.split(b"\n")
        for found in FORMATS[name](lines, notes):
            if isinstance(found, Frame):
                storable(found)
                redactor()(found.text).encode()
            else:
                assert isinstance(found, Rejected)
                msgspec.json.encode(found)
        msgspec.json.encode((notes.links, notes.columns, notes.newest))
        assert detect(lines[:200]) in {*FORMATS, None}

    return run


def packed_log(raw: bytes) -> None:
    """A compressed file gives bounded blocks, and its damage is told."""
    with suppress(DamagedError):
        for block in islice(blocks(io.BufferedReader(io.BytesIO(raw))), 64):
            assert 0 < len(block) <= BLOCK_BYTES


def http_batch(raw: bytes) -> None:
    """A request's body: each line that is not blank is a frame or a rejected line."""
    body = raw[1:]
    if raw[:1] == b"z":
        try:
            body = _at_once(_unpacked(raw[1:]))
        except HTTPException as error:
            assert error.status_code < 500
            return
    batch = read_batch(body.split(b"\n"), "POST", redactor(), lambda: NOW)
    for frame in batch.frames:
        storable(frame)
    for rejected in batch.rejected:
        msgspec.json.encode(rejected).decode().encode()
    lines = [line for line in body.split(b"\n") if line.strip()]
    assert len(batch.frames) + len(batch.rejected) == len(lines)


HANDED_OVER = [
    json.dumps(one).encode()
    for one in (
        {"timestamp": "2026-09-21T14:13:20Z", "message_type": "Call", "payload": [2, "1", "X", {}]},
        {"type": 2, "id": "1", "action": "Heartbeat", "request": {}},
        {
            "_origin": "cs",
            "_action": "X",
            "_state": 1,
            "_payload": {},
            "_context": {"correlationId": "1", "stationId": "A", "timestamp": "2026-09-21T14:13:20Z"},
        },
        {"stationId": "A", "event": "closed"},
    )
]


OBJECTS = [
    json.dumps(
        one | {"country_code": "DE", "party_id": "ABC", "last_updated": "2026-09-21T14:13:20Z"}
    ).encode()
    for one in (
        {"id": "L", "evses": [{"uid": "A", "evse_id": "DE*ABC*E1*1", "status": "CHARGING"}]},
        {"id": "1", "location_id": "L", "evse_uid": "A", "kwh": 1.5, "status": "ACTIVE"},
        {"id": "C", "cdr_location": {"id": "L", "evse_uid": "A"}, "total_energy": 3, "credit": True},
    )
]


def feed_messages(raw: bytes) -> None:
    """Whatever a broker hands over or a webhook posts is a frame that can be kept, or is rejected."""
    topics = ("ocpp/CP/charger/Heartbeat", "cs/in/ocpp1.6/CP", "ocpp/C P/charger/x", "cs/in/ocpp9/CP")
    for topic in topics:
        check_found(list(mqtt_found_in(Delivery(topic, raw, NOW, 1, is_again=False), "feed")))
    delivery = Delivery("", raw, NOW, 1, is_again=False)
    check_found(list(exchange_found_in(delivery, "feed")))
    check_found(list(webhook_found_in(delivery, "feed")))


def check_found(found: list[object]) -> None:
    for one in found:
        if isinstance(one, Frame):
            storable(one)
        else:
            assert isinstance(one, Rejected)
            assert one.reason
            msgspec.json.encode(one)


def feed_objects(raw: bytes) -> None:
    """Whatever a party of OCPI gives as objects is rows that can be kept and read, or is put aside."""
    try:
        said = msgspec.json.decode(raw)
    except UNREADABLE:
        return
    places = Places({}, GROUPS[len(raw) % len(GROUPS)])
    for module in READ:
        found = list(objects_found_in(module, [said], places, "feed", NOW))
        for one in found:
            assert isinstance(one, Rejected) or (one.received_at <= NOW and one.station is not None)
            if isinstance(one, Frame):
                one.text.encode()
                read(one, Pairing(), Policy())


def feed_rows(raw: bytes) -> None:
    """A row of another system's database: a frame, or a line that is put aside."""
    text = raw.decode("utf-8", "replace").replace("\0", "")
    kind = 2 + len(text) % 4
    rows = {
        "OCPPMessages": (7, NOW, NOW, "CP", "cs", text[:9], text, NOW),
        "ocpp_message_logs": (
            7,
            NOW,
            NOW,
            "CP",
            "in",
            None,
            kind,
            text[:36],
            text[:9],
            None,
            text,
            text,
            NOW,
        ),
    }
    for table in (MESSAGES_OF_CITRINEOS, MESSAGES_OF_EVTIVITY):
        opened = NumberedRows("it", lambda *_, row=rows[table.name]: [row], lambda: None, [table])
        part = opened.read("", NOW)
        for frame in part.frames:
            storable(frame)
        assert len(part.frames) + len(part.rejected) == 1
        assert opened.read(part.cursor, NOW).cursor == part.cursor


def _at_once(unpacking: Coroutine[object, None, bytes]) -> bytes:
    """What a coroutine that waits for nothing gives: no loop is needed for that."""
    try:
        unpacking.send(None)
    except StopIteration as done:
        return done.value
    raise AssertionError("it waits")


async def _unpacked(packed: bytes) -> bytes:
    async def stream():
        for at in range(0, len(packed), 50):
            yield packed[at : at + 50]

    body = bytearray()
    async for part in _gunzipped(stream(), 1 << 16):
        body += part
        if len(body) > 1 << 16:
            break
    return bytes(body)


def tapped(raw: bytes) -> int:
    """Bytes of a connection that pass by: frames that can be kept, no more held than came."""
    conversation = Conversation(1, NOW)
    at, fed, place, frames = NOW, 0, 0, 0
    while place < len(raw):
        head, at = raw[place], at + 1_000_000
        size = (head & 0x3F) << 8 | (raw[place + 1] if place + 1 < len(raw) else 0)
        data = raw[place + 2 : place + 2 + size]
        place, fed = place + 2 + size, fed + len(data)
        if head & 0x40 and head & 0x80:
            found = [*conversation.missed(Missed(at - 5, 9, data[:20], data[20:]), at)]
            conversation.give_up(at)
        else:
            found = [*conversation.received(Kind.IN if head & 0x80 else Kind.OUT, data, at)]
        found += conversation.time_passed(at)
        frames += len(found)
        for frame in found:
            storable(frame)
        assert conversation.held_bytes <= fed + 64
    for frame in conversation.closed(at + 1):
        storable(frame)
    return frames


def captured(raw: bytes) -> None:
    """Bytes are a capture, or not: its frames can be kept, and who reads on can be told."""
    connections = Connections()
    try:
        frames = connections.take(packets(io.BytesIO(raw), "it"))
    except FeedError:
        return
    for frame in [*frames, *connections.rest()]:
        storable(frame)
    msgspec.msgpack.encode(connections.left())


def proxy_header(raw: bytes) -> None:
    """What a connection begins with names an address, or nobody, or is refused in words."""
    try:
        header = header_in(raw)
    except HeaderError as wrong:
        assert str(wrong)
        return
    if header is not None:
        assert 0 < header.size <= len(raw)
        assert not header.address or address_of(header.address) is not None
        assert header_in(raw[: header.size]) == header


def handshake_path(raw: bytes) -> None:
    """A request target names a charger, or is refused in words."""
    target = raw.decode("utf-8", "replace")
    try:
        name = charger_id(target)
    except BadIdentityError as bad:
        assert str(bad)
        return
    assert not wrong_with(name)
    name.encode()
    assert charger_id(f"/ocpp/{quote(name, safe='')}") == name


def basic_login(raw: bytes) -> None:
    """An Authorization header gives a name and a password, or neither."""
    user, password = _basic(raw.decode("latin-1"))
    assert (user is None) is (password is None)
    if user is not None and password is not None:
        user.encode()
        admission = Admission(
            Rules(authorize="none", require_password=True),
            credential_of=lambda _: None,
            remember=lambda _: None,
            now=lambda: NOW,
        )
        with suppress(Refusal):
            admission.check("CP", {"Authorization": raw.decode("latin-1")}, _Plain())
            raise AssertionError


class _Plain:
    """A connection without TLS."""

    peer = "10.0.0.1"

    @property
    def transport(self) -> _Plain:
        return self

    def get_extra_info(self, what: str) -> object:
        return ("10.0.0.1", 1) if what == "peername" else None


def caller_headers(raw: bytes) -> None:
    """Who calls is heard or refused, and told by an address, whatever the headers are."""
    names = ("Origin", "Host", "Authorization", "X-Forwarded-For")
    try:
        headers = Headers(zip(names, raw.decode("latin-1").split("\n"), strict=False))
    except InvalidHeaderValue:
        return  # websockets itself refuses it
    callers = Callers(lambda: NOW, hosts=("h.example",), proxies=Proxies(["10.0.0.0/8"]))
    for is_encrypted in (False, True):
        try:
            callers.check("CP", "10.0.0.1", headers, is_encrypted=is_encrypted)
        except Refusal as refusal:
            callers.refused("CP", "10.0.0.1", refusal)
    assert callers.address(_Plain(), headers)


def page_headers(raw: bytes) -> None:
    """A request to the page comes from somebody to a name of ours, or is refused."""
    lines = raw.split(b"\n")
    names = (b"host", b"x-forwarded-for", b"x-forwarded-host", b"x-forwarded-prefix", b"x-forwarded-proto")
    headers = list(zip(names, lines, strict=False))
    front = Front(hosts=("h.example", "*.o.example"), root_path="/board", proxies=Proxies(["10.0.0.0/8"]))
    for peer in ("10.0.0.1", "192.0.2.1"):
        path = lines[-1] or b"/"
        scope = {"client": (peer, 1), "headers": headers, "raw_path": path, "path": "/", "scheme": "http"}
        with suppress(StrangeNameError):
            front.enter(scope)
            assert scope["scheme"] in {"http", "https"}
            segmented(scope["raw_path"])


def page_credentials(raw: bytes) -> None:
    """What is no log-in and no mark lets nobody in, and no other site's form changes anything."""
    text = raw.decode("latin-1")
    good = LOG_INS.begin(None, "192.0.2.1", text)
    assert LOG_INS.reader(good) is not None
    for forged in (text, good[:-1] + text, text + good, good + text):
        assert forged == good or LOG_INS.reader(forged) is None
        assert not GUESSES.known(forged, text)
    request = SimpleNamespace(headers={"origin": text}, url=SimpleNamespace(netloc="h.example"))
    with suppress(PermissionDeniedException):
        refuse_strangers(request)
        assert text.endswith("h.example")


def card(raw: bytes) -> None:
    """A token is accepted, or it is not."""
    assert ANSWERING.authorize(raw.decode(errors="backslashreplace")) in {"Accepted", "Invalid"}


def onboarding_list(raw: bytes) -> None:
    """A list names chargers, each once and each an id; or says what is wrong with which line."""
    found = read_list(raw)
    names = [one.station for one in found.chargers]
    assert len(names) == len(set(names))
    for name in names:
        assert not wrong_with(name)
        assert ":" not in name
    assert names or found.complaints
    for line, words in found.complaints:
        assert 1 <= line <= len(raw) + 1
        words.encode(errors="surrogatepass")
        assert words


def session_file(raw: bytes) -> None:
    """A file of sessions gives rows that can be understood and rows that are put aside, or asks in words."""
    path = _FOLDER / "sessions.csv"
    path.write_bytes(b"" if raw.startswith((b"PAR1", b"PK", b"\xd0\xcf")) else raw)
    holds_sessions(path)
    try:
        settled = settle(
            opened_table(path, is_heading), Told(station="CP", zone=ZoneInfo("Europe/Berlin")), no_zone
        )
    except TableError as error:
        assert str(error)
        return
    for question in settled.questions:
        assert question
    if not settled.questions:
        found = list(Sessions(settled, LogNotes(path.name), no_zone))
        check_found(found)
        for one in found:
            if isinstance(one, Frame):
                read(one, Pairing(), POLICY)


def no_zone(_: str) -> None:
    """Nobody set one."""


SESSION_FILES = [
    b"Start,End,kWh\n2025-06-01 10:00,2025-06-01 10:30,5\n",
    b"Title\n\nID;Start;Dauer;Energie;Stecker;Karte\n7;13.06.25 10:00;0:30:00;1.234,5;CCS1;04A1\nSumme;;;9;;",
    b'"Start (UTC)"\t"End"\t"Meter start"\t"Meter end"\t"Zone"\n"04/13/25 2:05 PM"\t"46022.5"\t1\t2\t"CET"',
]

_FOLDER = Path(tempfile.mkdtemp(prefix="fuzz-", dir="/dev/shm" if os.access("/dev/shm", os.W_OK) else None))  # noqa: S108


def settings_file(raw: bytes) -> None:
    """A settings file is understood, or refused in words."""
    path = _FOLDER / "chargeboard.toml"
    path.write_bytes(raw)
    try:
        settings = load(str(path), {})
    except SettingsError as error:
        assert str(error)
        return
    settings.installation()
    for station in [*settings.chargers, "CP"]:
        settings.profile_of(station)


def environment(raw: bytes) -> None:
    """So are variables of the environment."""
    pairs = (line.partition("=") for line in raw.decode("utf-8", "replace").replace("\0", "").split("\n"))
    known = {f"CHARGEBOARD_{name}": value for name, found, value in pairs if found and name != "CONFIG"}
    with suppress(SettingsError):
        load(None, known).installation()


QUERIES: tuple[Callable[[dict[str, str]], object], ...] = (
    asked,
    wanted,
    some_days,
    session_filter,
    attempts_filter,
    error_cut,
    finding_cut,
    fleet_wanted,
    lambda query: shown(query)(POLICY.timezone, NOW),
    lambda query: frames_wanted(query, None, POLICY.timezone, NOW),
    lambda query: frames_wanted(query, query.get("hide", "").split(","), POLICY.timezone, NOW),
    lambda query: day_asked(query.get("day", "")),
)


def query_string(raw: bytes) -> None:
    """An address asks for what can be asked of the store, or is refused in words."""
    asked_for = dict(parse_qsl(raw.decode("latin-1"), keep_blank_values=True))
    for query in (asked_for, in_todays_words(asked_for)):
        for understood in QUERIES:
            try:
                numbers(understood(query))
            except BadParameterError as error:
                assert str(error)


def numbers(value: object) -> None:
    """All numbers in it have room in a column."""
    if isinstance(value, int):
        assert -_SQLITE <= value < _SQLITE
    elif isinstance(value, msgspec.Struct):
        numbers([getattr(value, name) for name in value.__struct_fields__])
    elif isinstance(value, tuple | list | frozenset):
        for one in value:
            numbers(one)


def page_path(raw: bytes) -> None:
    """A path keeps the ids in it apart."""
    for part in segmented(raw).split("/"):
        station_of(part)
    name = raw.decode("utf-8", "replace").replace("?", "")
    if name:
        path = segmented(f"/chargers/{quote(name, safe='')}/days".encode())
        assert [station_of(part) for part in path.split("/")] == ["", "chargers", name, "days"]


def backup_file(raw: bytes) -> None:
    """A file is put in the place of a database whole, or refused in words, and then nothing has changed."""
    backup, target = _FOLDER / "backup.db", _FOLDER / "target.db"
    for stale in _FOLDER.glob("target.db*"):
        if stale.is_file():
            stale.unlink()
    target.write_bytes(b"what was there")
    for ending in ("-wal", "-shm", "-journal"):
        Path(f"{backup}{ending}").unlink(missing_ok=True)
    backup.write_bytes(raw)
    try:
        store_at(target).restore(str(backup), "T")
    except StoreError as error:
        assert str(error)
        assert target.read_bytes() == b"what was there"
        return
    finally:
        for kept in _FOLDER.glob("target.db.before-*/*"):
            kept.unlink()
    with suppress(StoreError):
        open_store(target).close()


def rejected_lines(raw: bytes) -> None:
    """The file of rejected lines, which a backup brings along, is read as far as it can be."""
    path = _FOLDER / "other.db.rejected.jsonl"
    path.write_bytes(raw)
    (_FOLDER / "other.db.rejected.count").write_bytes(raw[:20])
    rejects = Rejects(_FOLDER / "other.db.rejected.jsonl")
    assert rejects.left_out >= 0 or rejects.left_out < 0
    for one in rejects:
        assert isinstance(one, Rejected)


def _spoken(texts: Sequence[str], *, masked: bool) -> bytes:
    return b"".join(Spoken(Opcode.TEXT, text.encode()).serialize(mask=masked) for text in texts) + Spoken(
        Opcode.PING, b"x"
    ).serialize(mask=masked)


def _passed(*parts: tuple[int, bytes]) -> bytes:
    """Bytes of each side, cut as the target reads them."""
    return b"".join((side << 8 | len(data)).to_bytes(2) + data for side, data in parts)


def _request(more: str = "") -> bytes:
    return (
        "GET /ocpp/CP1 HTTP/1.1\r\nHost: h\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        f"Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Version: 13\r\n{more}\r\n"
    ).encode()


def _answer(more: str = "") -> bytes:
    return f"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n{more}\r\n".encode()


_TEXT = (CALL, '[3,"1",{}]')


def _database() -> bytes:
    path = _FOLDER / "seed.db"
    if not path.exists():
        store = open_store(path)
        store.append([Frame("A", NOW, "in", CALL), Frame("A", NOW + 1, "out", '[3,"1",{}]')])
        store.close()
    return path.read_bytes()


MESSAGES = [
    json.dumps(message, separators=(",", ":")).encode()
    for message in (
        [2, "1", "BootNotification", {"chargePointVendor": "v", "chargePointModel": "m"}],
        [2, "2", "StatusNotification", {"connectorId": 1, "errorCode": "NoError", "status": "Charging"}],
        [2, "3", "StartTransaction", {"connectorId": 1, "idTag": "A", "meterStart": 5, "timestamp": STAMP}],
        [2, "4", "StopTransaction", {"transactionId": 7, "meterStop": 50, "timestamp": STAMP, "idTag": "A"}],
        [2, "5", "MeterValues", {"connectorId": 1, "transactionId": 7, "meterValue": [
            {"timestamp": STAMP, "sampledValue": [{"value": "1.5", "unit": "kWh"}]}]}],
        [2, "6", "TransactionEvent", {"eventType": "Started", "timestamp": STAMP, "seqNo": 0,
            "triggerReason": "Authorized", "transactionInfo": {"transactionId": "T"}, "evse": {"id": 1},
            "idToken": {"idToken": "A", "type": "Central", "additionalInfo": [{"additionalIdToken": "X"}]}}],
        [2, "7", "NotifyEvent", {"generatedAt": STAMP, "seqNo": 0, "eventData": [{"eventId": 1,
            "timestamp": STAMP, "trigger": "Alerting", "actualValue": "1", "component": {"name": "EVSE"},
            "variable": {"name": "Problem"}, "eventNotificationType": "HardWiredMonitor"}]}],
        [2, "8", "SetVariables", {"setVariableData": [{"attributeValue": "x", "component": {"name": "C"},
            "variable": {"name": "BasicAuthPassword"}}]}],
        [2, "9", "ChangeConfiguration", {"key": "AuthorizationKey", "value": "00"}],
        [2, "10", "DataTransfer", {"vendorId": "v", "data": '{"idTag":"A","n":"\\"x\\""}'}],
        [2, "11", "NotifyReport", {"requestId": 1, "generatedAt": STAMP, "seqNo": 0, "reportData": [
            {"component": {"name": "C"}, "variable": {"name": "HeartbeatInterval"},
             "variableAttribute": [{"value": "60"}]}]}],
        [3, "9", {"status": "Accepted", "currentTime": STAMP, "interval": 300}],
        [4, "10", "InternalError", "", {}],
        [5, "10", "InternalError", "", {}],
        [6, "11", "NotifyPeriodicEventStream", {"id": 1, "basetime": STAMP, "data": []}],
        ["open", "c", "ocpp1.6"], ["pong", "c", 30], ["gap", 5, 9, "down"], ["close", "c"],
        [2, "12", actions("ocpp2.1")[0], {}],
    )
]  # fmt: skip
_CONVERSATION = b"\n".join(
    bytes([3 * 16 + {b"[3": 1, b'["': 2}.get(message[:2], 0)]) + message for message in MESSAGES
)
_OWN = json.dumps({"received_at": STAMP, "station": "CP1", "direction": "in", "frame": [2, "1", "H", {}]})
_OWN_TEXT = json.dumps(
    {"received_at": STAMP, "station": "CP1", "direction": "ws", "frame": '["open","c"]', "connection": "c"}
)
_DEFLATE = "Sec-WebSocket-Extensions: permessage-deflate; server_max_window_bits=12\r\n"
_TAP_SEEDS = [
    _passed(
        (0x80, _request(more)),
        (0, _answer(f"Sec-WebSocket-Protocol: ocpp1.6\r\n{more}")),
        (0x80, _spoken(_TEXT[:1] * 2, masked=True)),
        (0, _spoken(_TEXT[1:], masked=False)),
        (0xC0, b"GET / HTTP/1.1\r\n\r\nHTTP/1.1 200"),
        (0x80, _spoken(_TEXT[:1], masked=True)),
    )
    for more in ("", _DEFLATE)
] + [
    _passed(
        (0x80, b"GET /a HTTP/1.1\r\nContent-Length: 5\r\n\r\nhello"),
        (0, b"HTTP/1.1 401 No\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n"),
    ),
]
_TOML = b"""db = "x.db"
port = 8001
[csms]
authorize = "list"
tokens = ["A", "B"]
yields_to = ["password"]
[policy]
timezone = "Europe/Berlin"
offline_k = 2.5
sockets = [1, 2]
opening_hours = ["Mo-Fr 08:00-18:00"]
exclusions = [{from = 2025-10-13, to = "2025-10-14T08:00:00Z"}]
[chargers."CP 1"]
name = "Yard"
rated_kw = 22
[backup]
every_h = 24
"""


def _log_seed(name: str) -> bytes:
    return b"\n".join([*([HEADER[name]] if name in HEADER else []), VALID[name].encode()])


def _targets() -> dict[str, Target]:
    found = {
        "ocpp_message": Target(ocpp_message, MESSAGES),
        "ocpp_conversation": Target(ocpp_conversation, [_CONVERSATION]),
        "redaction": Target(redaction, MESSAGES),
        "kept_frame": Target(kept_frame, MESSAGES),
        "packed_log": Target(
            packed_log,
            [gzip.compress(b"line\n" * 50, mtime=0), zstd.compress(b"line\n" * 50), b"line\n" * 9],
        ),
        "http_batch": Target(
            http_batch,
            [b"-" + f"{_OWN}\n\n{_OWN_TEXT}\n".encode(), b"z" + gzip.compress(_OWN.encode(), mtime=0)],
        ),
        "feed_messages": Target(feed_messages, [*MESSAGES, *HANDED_OVER]),
        "feed_objects": Target(feed_objects, OBJECTS),
        "feed_rows": Target(feed_rows, [*MESSAGES, json.dumps(MESSAGES[0].decode()).encode(), b'{"a": 1}']),
        "tapped": Target(tapped, _TAP_SEEDS),
        "captured": Target(captured, [captured_call()]),
        "proxy_header": Target(
            proxy_header,
            [
                b"PROXY TCP4 192.0.2.7 10.0.0.1 4711 9000\r\nGET",
                header_of(Address("2001:db8::5", 4711), Address("::1", 9000)),
            ],
        ),
        "handshake_path": Target(
            handshake_path, [b"/ocpp/CP1", b"//a%2Fb/?x=1#y", b"ws://h:9/ocpp/%C3%A9", b"/ocpp/RDAM%20123/"]
        ),
        "basic_login": Target(basic_login, [b"Basic Q1A6c2VjcmV0", b"Bearer x"]),
        "caller_headers": Target(
            caller_headers,
            [
                b"http://h.example\nh.example:9000\nBasic Q1A6c2VjcmV0\n192.0.2.7, 10.0.0.2",
                b"null\n[::1]:9\n\n",
            ],
        ),
        "page_headers": Target(
            page_headers,
            [
                b"h.example\n192.0.2.7:80\na.o.example\n/board\nhttps\n/board/chargers/a%2Fb",
                b"[::1]:8000\n\n/",
            ],
        ),
        "page_credentials": Target(page_credentials, [b"https://h.example", b"1790000000.aa.bb"]),
        "card": Target(card, [b"A", b" a "]),
        "onboarding_list": Target(
            onboarding_list,
            [b"id,site\nA,x\nB,y\n", b"A\nB\n", 'Charger ID;n\n"Ä";1\n'.encode(), "id\nA\n".encode("utf-16")],
        ),
        "session_file": Target(session_file, SESSION_FILES, is_slow=True),
        "settings_file": Target(settings_file, [_TOML], is_slow=True),
        "environment": Target(
            environment, [b"PORT=1\nCSMS_TOKENS=['A']\nPOLICY_OFFLINE_K=3\nBACKUP_EVERY_H=1\nCSMS_PORT=9"]
        ),
        "query_string": Target(
            query_string,
            [
                b"at=2026-11-21T13:00:00Z&from=2026-11-01&through=2026-11-07&last=7d&socket=2",
                b"timeline_from=2026-11-01T00:00:00Z&timeline_to=2026-11-02T00:00:00Z&sort=-energy&limit=5",
                b"day=2026-11-01&until=2026-11-03&kind=open&outcome=failed&stage=started&severity=critical",
                b"after=1790000000000000.7&order=oldest&action=Heartbeat&hide=A,B&text=x&offset=10&show=offline",
            ],
        ),
        "page_path": Target(page_path, [b"/chargers/a%2Fb/sessions/x%25", "/chargers/é?x".encode()]),
        "backup_file": Target(backup_file, [_database()], most_calls=10_000, is_slow=True),
        "rejected_lines": Target(
            rejected_lines, [b'{"file":"a","line":1,"reason":"r","text":"t"}\n{"file"'], is_slow=True
        ),
    }
    return found | {f"log_{name}": Target(log_of(name), [_log_seed(name)]) for name in FORMATS}


TARGETS = _targets()
