"""
What was stored in English is held in codes, whether or not it can be concluded again.

The database is one that ae82356 left: three days of a charger, the evidence of the first let go of.
"""

from pathlib import Path

import apsw
import msgspec
import pytest
from click.testing import CliRunner

from chargeboard import zstd
from chargeboard.cli import main
from chargeboard.documents.sessions import sessions_of
from chargeboard.domain.codes import SessionFlag
from chargeboard.domain.reasons import Because, Oddity, Reason
from chargeboard.fold.memory import Memory
from chargeboard.pipeline import restore
from chargeboard.store import open_store
from chargeboard.store.sqlite.connection import SqliteDatabase
from chargeboard.store.sqlite.in_codes import because, energy_of_session, oddities
from chargeboard.store.sqlite.migrate import migrate, versions
from chargeboard.time.spans import Span

BEFORE = Path(__file__).parent / "frozen" / "reasons-ae82356.db.zst"
ALWAYS = Span(0, 2**62)
OF_A_DAY = [
    Reason(Because.DELIVERED, {"energy_wh": 4321.0}),
    Reason(Because.AUTHORISATION_ANSWERED, {"status": "Blocked"}),
    Reason(Because.NEVER_AUTHORISED),
    Reason(Because.ENDED_BY, {"duration_s": 60, "reason": "Local"}),
    Reason(Because.ERRORS, {"codes": "GroundFailure"}),
    Reason(Because.DELIVERED, {"energy_wh": 1600.0}),
    Reason(Because.TOO_LITTLE, {"duration_s": 700}),
]
ENGLISH = (
    " delivered",
    "never authorised",
    "ended after",
    "during the",
    "no stop arrived",
    "is missing",
    "no OCPP-J",
    " spelled",
)


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "b.db"
    path.write_bytes(zstd.decompress(BEFORE.read_bytes()))
    return path


@pytest.fixture
def store(path):
    store = open_store(path)
    yield store
    store.close()


def test_attempts_know_why_by_a_code_although_their_evidence_is_gone(store):
    assert store.kept_since("OLD").evidence > store.attempts("OLD", ALWAYS)[8].start
    why = [one.because for one in store.attempts("OLD", ALWAYS)]
    assert why[:7] == why[9:16] == why[18:25] == OF_A_DAY
    assert why[7:9] == [Reason(Because.NOT_PLUGGED_IN)] * 2
    column = [code for (code,) in store._db.connection.execute("select because from attempt")]
    assert column == [one.code for one in why]


def test_a_file_that_is_in_codes_already_learns_the_energies_of_its_sessions(path, tmp_path):
    up_to_18 = tmp_path / "up_to_18"
    up_to_18.mkdir()
    for number, file in versions().items():
        if number <= 18:
            (up_to_18 / file.name).symlink_to(file)
    database = SqliteDatabase(str(path), read_only=False)
    migrate(database, up_to_18)
    bodies = [body for (body,) in database.connection.execute("select body from attempt where n = 0")]
    database.close()
    assert msgspec.msgpack.decode(bodies[0])["because"] == ["delivered", {"energy_wh": 4300.0}]
    store = open_store(path)
    assert [one.because for one in store.attempts("OLD", ALWAYS)][:7] == OF_A_DAY
    store.close()


@pytest.mark.parametrize(
    ("code", "told", "sessions", "wanted"),
    [
        (Because.DELIVERED, 26_700.0, {"a": ("26667", None)}, 26_667.0),
        (Because.DELIVERED, 26_700.0, {"a": ("26680", None), "b": ("26710", None)}, 26_710.0),
        (Because.DELIVERED, 26_667.0, {"a": ("26667", None), "b": ("26670", None)}, 26_667.0),
        (Because.DELIVERED, 26_700.0, {"a": ("31000", None)}, 26_700.0),
        (Because.DELIVERED, 26_700.0, {"a": (None, None), "other": ("26667", None)}, 26_700.0),
        (Because.DELIVERED, 26_700.0, {}, 26_700.0),
        (Because.FED_BACK, 200.0, {"a": ("190", "213.5")}, 213.5),
    ],
)
def test_an_attempt_tells_the_energy_of_that_session_of_its_own_which_its_sentence_rounded(
    code, told, sessions, wanted
):
    attempt = {"session_keys": ["a", "b"], "because": [str(code), {"energy_wh": told}]}
    exact = [[key, {"energy_wh": wh, "export_wh": back}] for key, (wh, back) in sessions.items()]
    changed = energy_of_session(msgspec.msgpack.encode(attempt), msgspec.json.encode(exact).decode())
    assert msgspec.msgpack.decode(changed)["because"] == [code, {"energy_wh": wanted}]


def test_what_was_inferred_of_a_session_is_a_code(store):
    told = store.sessions_in_brief("OLD", ALWAYS)
    rows = [row for some in told for row in sessions_of(some.opened())]
    assert any(some.has_reasons for some in told)
    no_stop = [Reason(SessionFlag.NO_STOP)]
    assert [row.why for row in rows] == 3 * [[], [], no_stop, []]
    assert [list(one.why) for one in store.sessions("OLD", ALWAYS)] == [row.why for row in rows]


def test_what_was_odd_is_told_by_codes(store):
    found = [(one.kind, one.what, one.raw) for one in store.oddities("OLD", ALWAYS)]
    field = {"field": "errorCode"}
    assert found[2:5] == [
        ("clock", (Reason(Oddity.STAMP_NOT_USABLE),), "never"),
        (
            "nonconformant",
            (Reason(Oddity.MISSING, field), Reason(Oddity.SPELLED_OTHERWISE, {"field": "status"})),
            "",
        ),
        (
            "nonconformant",
            (
                Reason(Oddity.NO_INTEGER, {"field": "connectorId"}),
                Reason(Oddity.NO_TEXT, {"field": "info"}),
                Reason(Oddity.MISSING, field),
            ),
            "1",
        ),
    ]
    infos = {one.info for one in store.episodes("OLD", ALWAYS) if one.code == "Quarantined"}
    assert infos == {"no_message"}


def test_what_is_remembered_of_it_goes_on_being_counted(store):
    memory = restore(store.progress("OLD").snapshot).memory
    assert "nonconformant/Q33/missing errorCode/spelled_otherwise status" in memory.oddities_since
    left = msgspec.json.decode(store.kept_since("OLD").mark)["memory"]
    assert msgspec.convert(left, Memory).oddities_since.keys() == memory.oddities_since.keys()


def test_nothing_english_is_left_in_the_file(path):
    open_store(path).close()
    connection = apsw.Connection(str(path))
    connection.execute("vacuum")
    connection.close()
    held = path.read_bytes()
    assert b"errorCode" in held
    assert [text for text in ENGLISH if text.encode() in held] == []


SENTENCES = [
    ("1,234.5 kWh delivered", Reason(Because.DELIVERED, {"energy_wh": 1_234_500.0})),
    ("120.5 Wh delivered", Reason(Because.DELIVERED, {"energy_wh": 120.5})),
    ("0.2 kWh fed back by the vehicle", Reason(Because.FED_BACK, {"energy_wh": 200.0})),
    ("0.2 kWh given back by the vehicle", Reason(Because.FED_BACK, {"energy_wh": 200.0})),
    ("a transaction started", Reason(Because.STARTED)),
    ("charging began", Reason(Because.CHARGED)),
    (
        "energy unknown, but the next start in the plug-in stands higher",
        Reason(Because.NEXT_START_HIGHER),
    ),
    (
        "energy unknown, but the transaction lasted 1,001h 2m 5s",
        Reason(Because.LASTED, {"duration_s": 3_603_725}),
    ),
    ("energy unknown, but the transaction lasted 125 s", Reason(Because.LASTED, {"duration_s": 125})),
    ("the transaction runs and has not delivered enough yet", Reason(Because.RUNNING)),
    ("still plugged in", Reason(Because.PLUGGED_IN)),
    ("waiting for the plug or the start", Reason(Because.WAITING)),
    ("authorisation answered Invalid", Reason(Because.AUTHORISATION_ANSWERED, {"status": "Invalid"})),
    ("start answered ConcurrentTx", Reason(Because.START_ANSWERED, {"status": "ConcurrentTx"})),
    ("start answered with an error", Reason(Because.START_FAILED)),
    ("remote start answered Rejected", Reason(Because.REMOTE_START_ANSWERED, {"status": "Rejected"})),
    ("stopped as DeAuthorized", Reason(Because.DEAUTHORISED)),
    ("the tariff was not accepted", Reason(Because.TARIFF_REFUSED)),
    ("A, B during the try", Reason(Because.ERRORS, {"codes": "A, B"})),
    ("stopped by PowerLoss", Reason(Because.STOPPED_BY, {"reason": "PowerLoss"})),
    ("authorised, but nothing was plugged in", Reason(Because.NOT_PLUGGED_IN)),
    ("no start followed", Reason(Because.NO_START)),
    ("plugged in, but never authorised", Reason(Because.NEVER_AUTHORISED)),
    ("plugged in and authorised, but no transaction started", Reason(Because.NO_TRANSACTION)),
    ("timed out before charging", Reason(Because.TIMED_OUT)),
    ("ended after 45s by no given reason", Reason(Because.ENDED, {"duration_s": 45})),
    ("ended after 45s by Other", Reason(Because.ENDED_BY, {"duration_s": 45, "reason": "Other"})),
    ("ended after 3m 0s with too little energy", Reason(Because.TOO_LITTLE, {"duration_s": 180})),
    ("something else entirely", Reason(Because.TOLD, {"text": "something else entirely"})),
    ("", Reason(Because.TOLD, {"text": ""})),
]


@pytest.mark.parametrize(("sentence", "reason"), SENTENCES, ids=lambda part: str(part)[:40])
def test_a_sentence_becomes_the_code_that_it_told(sentence, reason):
    assert msgspec.convert(because(sentence), Reason[Because]) == reason


def test_every_reason_of_an_attempt_has_a_sentence_of_before():
    assert {reason.code for _, reason in SENTENCES} == set(Because)


ODDITIES = {
    Oddity.MISSING: "idTag is missing",
    Oddity.COMPONENT_OR_VARIABLE_MISSING: "component or variable is missing",
    Oddity.NO_NUMBER: "idTag is no number",
    Oddity.NO_TEXT: "idTag is no text",
    Oddity.NUMBER_FOR_TEXT: "idTag is a number",
    Oddity.NO_INTEGER: "idTag is no such integer",
    Oddity.NO_BOOLEAN: "idTag is not true or false",
    Oddity.NO_LIST: "idTag is no list",
    Oddity.NO_OBJECT: "idTag is no object",
    Oddity.NULL: "idTag is null",
    Oddity.TOO_LONG: "idTag is too long",
    Oddity.UNREADABLE: "idTag cannot be read",
    Oddity.UNKNOWN_PROPERTY: "idTag has a property that is not in the standard",
    Oddity.UNKNOWN_WORD: "idTag is not in the standard",
    Oddity.SPELLED_OTHERWISE: "idTag is spelled otherwise",
    Oddity.BEYOND_ANY_METER: "idTag is beyond any meter",
    Oddity.UNIT_DOES_NOT_FIT: "unit does not fit the measurand",
    Oddity.OTHER_VERSION: "an action of another version",
    Oddity.PAYLOAD_OF_OTHER_VERSION: "a payload of another version",
    Oddity.NO_MESSAGE: "no OCPP-J message",
    Oddity.NO_MESSAGE_TYPE: "no such message type",
    Oddity.NO_TURN_OF_CONNECTION: "no turn of a connection",
    Oddity.VALUE_LEFT_OUT: "a value that was left out",
    Oddity.STAMP_NOT_USABLE: "stamp not usable",
    Oddity.STATUS_STAMP_NOT_BELIEVED: "status stamp not believed",
    Oddity.TOLD: "something else",
}


@pytest.mark.parametrize("code", ODDITIES)
def test_several_oddities_of_a_message_stay_several(code):
    sentence = ODDITIES[code]
    said = {"field": "idTag"} if "idTag" in sentence else {"text": sentence} if code == Oddity.TOLD else {}
    what = [Reason(code, said), Reason(Oddity.TOLD, {"text": "more"}), Reason(code, said)]
    assert msgspec.convert(oddities(f"{sentence}; more; {sentence}"), list[Reason[Oddity]]) == what


def test_what_is_understood_anew_tells_the_same(path):
    with_codes = _told(path)
    done = CliRunner().invoke(main, ["rebuild", "--db", str(path)], catch_exceptions=False)
    assert done.exit_code == 0, done.output
    assert _told(path) == with_codes


def _told(path):
    store = open_store(path)
    attempts = [(one.start, one.outcome, one.because) for one in store.attempts("OLD", ALWAYS)]
    oddities = store.oddities("OLD", ALWAYS)
    store.close()
    return attempts, oddities
