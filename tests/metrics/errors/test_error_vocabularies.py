"""Which vocabularies are known, and is every word of upkeep explained: definitions 4c E1a?"""

from datetime import date

import ocpp.v16.enums as v16
import ocpp.v21.enums as v21
import ocpp.v201.enums as v201
import pytest
from attempt_story import Story, at

from chargeboard.decode import spelling as decoded
from chargeboard.domain.facts import ProblemTold
from chargeboard.domain.policy import Policy
from chargeboard.metrics.attempts.failure_class import EV_SIDE
from chargeboard.metrics.errors import episodes
from chargeboard.metrics.errors.reports import of_status
from chargeboard.metrics.errors.rows import error_rows
from chargeboard.panels.errors.view import turn
from chargeboard.reasons import sentences
from chargeboard.time.days import midnight
from chargeboard.vocabularies import CHARGEX, EVGO, UEC
from chargeboard.vocabularies.explained import explained, of_upkeep
from chargeboard.vocabularies.upkeep.words import SECURITY, TRANSFERS
from instants import instant

CHARGEX_ID, EVGO_ID, UEC_ID = "https://chargex.inl.gov", "com.evgo.mrec", "org.charin.uec.v1"


def rows(story, now=6 * 3600):
    found = episodes(story.facts, zone="UTC", now=at(now), policy=Policy())
    return error_rows(found, {}, since=midnight(date(2025, 10, 6), "UTC"), now=at(now), zone="UTC")


def told(code, vendor_code, vendor_id, info=""):
    story = Story().status(0, 1, "Faulted", code, vendor_code=vendor_code, vendor_id=vendor_id, info=info)
    return rows(story)


def test_chargex_has_26_words_with_a_turn_each():
    assert list(CHARGEX) == [f"CX{n:03d}" for n in range(1, 27)]
    for word in CHARGEX.values():
        assert word.meaning.endswith(".")
        assert word.action.endswith(".")
        assert word.turn


@pytest.mark.parametrize("number", CHARGEX)
def test_a_chargex_row_names_whose_turn_it_is(number):
    (row,) = told("OtherError", number, CHARGEX_ID)
    assert (row.code, row.mrec, row.vocabulary) == (CHARGEX[number].name, number, "ChargeX MREC")
    assert row.turn == list(CHARGEX[number].turn)
    assert turn(row).startswith("Who can resolve it: the ")


# who resolves it by INL's table: EV user, station operator, EVSE, EV
RESPONSIBLE = """
001 u..v 002 ..ev 003 ..e. 004 ..ev 005 ..ev 006 ..ev 007 .oe. 008 u.e. 009 uoev 010 u..v 011 ..ev 012 ..ev
013 .oe. 014 ..ev 015 ..e. 016 ...v 017 ..e. 018 ..e. 019 ..ev 020 u.ev 021 ..ev 022 ..ev 023 ..ev 024 ..e.
025 .oe. 026 .oe.
"""


def test_responsibility_is_as_the_table_says():
    letters = {"u": "driver", "o": "operator", "e": "charger", "v": "car"}
    said = RESPONSIBLE.split()
    table = dict(zip(said[::2], said[1::2], strict=True))
    assert {f"CX{n}": tuple(letters[c] for c in who if c != ".") for n, who in table.items()} == {
        number: word.turn for number, word in CHARGEX.items()
    }


@pytest.mark.parametrize("number", ["CX005", "CX006"])
def test_a_voltage_to_the_vehicle_is_no_matter_of_the_grid(number):
    (row,) = told(CHARGEX[number].name, number, CHARGEX_ID)
    assert "to the vehicle" in sentences(row.meaning)
    assert "grid" not in sentences(row.action)
    assert row.turn == ["charger", "car"]
    (bare,) = told(CHARGEX[number].name, "", "")
    assert bare.turn == []
    assert "supply" in sentences(bare.meaning)


def test_the_two_codes_of_isolation_are_alike():
    capacitance, resistance = CHARGEX["CX021"], CHARGEX["CX022"]
    assert (capacitance.turn, capacitance.action) == (resistance.turn, resistance.action)
    assert EV_SIDE.isdisjoint({capacitance.name, resistance.name})
    assert EV_SIDE.issuperset(CHARGEX[f"CX0{n}"].name for n in ("01", "10", "14", "16", "20", "23"))


def test_a_number_is_known_in_any_letter_case_and_without_its_vendor():
    assert [row.code for row in told("OtherError", "cx026", "ACME")] == ["CutCable"]
    assert [row.code for row in told("OtherError", "PilotFault", f"{CHARGEX_ID}/")] == ["PilotFault"]
    (row,) = told("OtherError", "CX099", CHARGEX_ID)
    assert (row.code, sentences(row.meaning).split(";")[0]) == (
        "OtherError",
        "A fault that the standard has no name for",
    )


@pytest.mark.parametrize("separator", [",", ", ", ";"])
def test_codes_that_come_together_are_rows_of_their_own(separator):
    found = told("OtherError", separator.join(("CX014", "CX023")), CHARGEX_ID)
    assert [(row.code, row.mrec) for row in found] == [("PilotFault", "CX014"), ("ProximityFault", "CX023")]


@pytest.mark.parametrize("vendor_id", [EVGO_ID, UEC_ID, "", "Acme"])
def test_a_number_of_chargex_is_one_whoever_sends_it(vendor_id):
    assert [one.vocabulary for one in told("OtherError", "CX001,CX004", vendor_id)] == ["ChargeX MREC"] * 2


def test_evgo_tells_a_reading_with_each_code():
    found = told("OtherError", "F001,F003", EVGO_ID, "1.11,5.00")
    assert [(row.vendor_code, row.info, row.vocabulary) for row in found] == [
        ("F003", "5.00", "EVgo MREC"),
        ("F001", "1.11", "EVgo MREC"),
    ]
    assert found[1].code == "ProximityFault"
    assert "too low" in sentences(found[1].meaning)
    assert found[0].code == "OtherError"


@pytest.mark.parametrize("code", EVGO)
def test_evgo_says_whether_a_driver_can_act(code):
    (row,) = told("OtherError", code, EVGO_ID)
    assert row.code in {word.name for word in CHARGEX.values()}
    assert (row.mrec, sentences(row.meaning), row.turn == ["driver"]) == (
        None,
        EVGO[code].meaning,
        code.startswith("A"),
    )


def test_a_code_like_evgos_of_another_vendor_is_not_evgos():
    (row,) = told("OtherError", "F001", "ACME")
    assert (row.code, row.vocabulary, row.turn) == ("OtherError", "", [])


@pytest.mark.parametrize("word", UEC.values(), ids=lambda word: word.name)
def test_a_unified_code_is_its_own_name(word):
    (row,) = told("OtherError", word.name, UEC_ID)
    assert (row.code, row.vocabulary, sentences(row.meaning)) == (word.name, "CharIN UEC", word.meaning)


def test_a_unified_code_of_a_later_edition_is_shown_as_it_was_sent():
    (row,) = told("OtherError", "PlugPolarity", "org.charin.uec.v2")
    assert (row.code, row.vocabulary) == ("PlugPolarity", "CharIN UEC")


def test_decoding_knows_the_words_of_the_vocabularies():
    names = {word.name for word in (*CHARGEX.values(), *UEC.values())} | set(EVGO)
    as_sent = {"cable check failure", "PRECHARGE_FAULT", "f001"}
    assert not [name for name in names | as_sent if decoded.TECH_CODE.spell(name) is None]


UPKEEP = {
    str(one.value)
    for enum in (
        v16.DiagnosticsStatus,
        v16.FirmwareStatus,
        v16.UploadLogStatus,
        v201.FirmwareStatusEnumType,
        v201.UploadLogStatusEnumType,
        v201.PublishFirmwareStatusEnumType,
        v21.FirmwareStatusEnumType,
        v21.UploadLogStatusEnumType,
        v21.PublishFirmwareStatusEnumType,
    )
    for one in enum
}


def test_every_word_of_firmware_and_logs_has_its_sentence():
    assert set(TRANSFERS) == UPKEEP
    assert not [word for word in UPKEEP if word not in decoded.TRANSFER]


@pytest.mark.parametrize("word", [*TRANSFERS, *SECURITY])
def test_a_sentence_is_one_and_what_failed_says_what_to_do(word):
    group = "transfer" if word in TRANSFERS else "security"
    assert sentences(of_upkeep(group, word)).endswith(".")
    if "Fail" in word or "Invalid" in word:
        assert sentences(explained(word, None).action).endswith(".")


def test_every_security_event_that_is_decoded_has_its_sentence():
    assert not [word for word in SECURITY if word not in decoded.SECURITY]
    assert decoded.SECURITY.spell("securitylogwascleared") in SECURITY
    assert not [word for word in decoded.SECURITY_CRITICAL.members if word not in SECURITY]
    assert set(decoded.SECURITY.members) == set(SECURITY)


def problem(s, component, variable="Problem", code="", socket=1, **more):
    name = code or f"{component}.{variable}"
    return ProblemTold(at(s), at(s), "event", socket, name, code, component, variable, **more)


def test_parts_of_a_station_are_rows_of_their_own_and_clear_only_themselves():
    parts = [
        "ConnectorPlugRetentionLock",
        "CPPWMController",
        "TokenReader",
        "AcDcConverter 1",
        "AcDcConverter 2",
    ]
    story = Story()
    story.facts += [problem(60 * n, part) for n, part in enumerate(parts)]
    story.facts.append(problem(600, parts[3], cleared=True))
    found = {row.component: row for row in rows(story)}
    assert set(found) == set(parts)
    assert [part for part in parts if not found[part].active] == [parts[3]]
    assert found[parts[0]].variable == "Problem"
    assert "lock of the plug (ConnectorPlugRetentionLock, Problem)" in sentences(found[parts[0]].meaning)


def test_connectors_of_one_evse_share_a_row_and_clear_each_their_own():
    story = Story()
    story.facts += [problem(0, "Connector", connector=1), problem(100, "Connector", connector=2)]
    story.facts.append(problem(300, "Connector", connector=1, cleared=True))
    (row,) = rows(story, now=1000)
    assert (row.episodes, row.active, row.open_s) == (2, True, 1000)


def test_open_time_is_a_union_and_at_most_the_window():
    story = Story()
    story.facts += [problem(s, part, code="CX014") for s, part in ((0, "EVSE"), (100, "Connector"))]
    story.facts += [
        problem(s, part, code="CX014", cleared=True) for s, part in ((400, "EVSE"), (300, "Connector"))
    ]
    story.facts.append(problem(-40 * 86_400, "TokenReader", socket=0))
    story.facts.sort(key=lambda fact: fact.at)
    since = midnight(date(2025, 10, 6), "UTC")
    reader, pilot = sorted(rows(story), key=lambda row: row.socket)
    assert (pilot.component, pilot.open_s, pilot.cleared_at) == (
        "EVSE, Connector",
        400,
        instant("2025-10-13T12:06:40Z"),
    )
    assert reader.open_s == (at(6 * 3600) - since) // 1_000_000


def test_what_only_happened_is_never_active():
    story = Story()
    story.facts += [
        problem(0, "OverCurrentProtection", variable, severity=4) for variable in ("Operated", "Complete")
    ]
    assert [(row.active, row.cleared_at, row.open_s) for row in rows(story)] == [(False, None, 0)] * 2


def test_a_condition_that_was_told_without_a_code_may_be_cleared_with_one():
    story = Story()
    story.facts += [problem(0, "EVSE"), problem(50, "EVSE", code="CX014", cleared=True)]
    assert [row.active for row in rows(story)] == [False]


def test_a_part_that_the_standard_does_not_have_is_named_as_sent():
    known = explained("", None, "", "Fluxgate 3", "Wobble")
    meaning, action = sentences(known.meaning), sentences(known.action)
    assert meaning == "The component (Fluxgate 3, Wobble) reports an alert."
    assert action


@pytest.mark.parametrize(
    ("info", "infos"),
    [
        ("a, b", ["a", "b"]),
        ("a, b, c", ["a, b, c", "a, b, c"]),
        ("a", ["a", "a"]),
        ("null", ["", ""]),
    ],
)
def test_each_of_several_codes_has_its_own_words_where_there_are_as_many(info, infos):
    story = Story().status(0, 1, "Faulted", "OtherError", vendor_code="F001,F003", info=info)
    reports = [report for fact in story.facts if getattr(fact, "info", "") for report in of_status(fact)]
    assert [report.info for report in reports] == infos


def test_a_single_code_keeps_commas_in_its_words():
    story = Story().status(0, 1, "Faulted", "OtherError", vendor_code="F001", info="hot, and loud")
    assert [report.info for report in of_status(story.facts[-1])] == ["hot, and loud"]
