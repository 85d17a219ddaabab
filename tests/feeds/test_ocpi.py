"""What a party of OCPI tells of its charge points comes in whole, once, and is understood as it was meant."""

import json
from contextlib import closing

import pytest
from ocpi_party import CARD, CONTRACT, TOKEN, Party, cdr, evse, location, session, stamp
from taken import FeedOf, texts
from two_chargers import NOW, life

from chargeboard.capture.feeds.kind import FeedError
from chargeboard.capture.feeds.ocpi.partner import READING, Partner
from chargeboard.capture.feeds.registry import kind_of
from chargeboard.capture.feeds.trying import tried
from chargeboard.capture.redaction import Redactor
from chargeboard.capture.rejects import Rejects
from chargeboard.domain.codes import Untold
from chargeboard.domain.facts import OddityFound
from chargeboard.domain.policy import Profile
from chargeboard.domain.reasons import Oddity
from chargeboard.run.desk import Desk
from chargeboard.store import open_store
from chargeboard.time.instants import BEGINNING, HOUR, MINUTE, SECOND
from chargeboard.time.spans import Span
from projecting import projector_of

KIND = kind_of("ocpi")
A, B = "DE*ABC*EA", "DE*ABC*EB"
OVER = {"start": NOW - HOUR, "end": NOW - MINUTE, "updated": NOW - MINUTE}


@pytest.fixture
def party():
    with closing(Party(NOW)) as party:
        party.put("locations", location("L1", NOW - 2 * HOUR, evse("A", "AVAILABLE", NOW - 2 * HOUR)))
        yield party


@pytest.fixture
def feed(party, store):
    with closing(FeedOf(KIND, party.url, store)) as feed:
        yield feed


def board(store, station=A, now=NOW):
    desk = Desk(store, lambda station: Profile(id=station), lambda: now)
    projector_of(desk).refresh(station)
    return desk.board(station)


def rows(store, station=A):
    return [json.loads(text)[1:] for text in texts(store, station)]


def received(store, station=A):
    return [
        stored.frame.received_at for batch in store.frames_after(station, -(2**62), 0) for stored in batch
    ]


def state(store, station=A, now=NOW):
    return board(store, station, now).now[0].state


def odd(store, station=A):
    facts = store.facts(station, Span(BEGINNING, NOW + HOUR))
    return {reason.code for fact in facts if isinstance(fact, OddityFound) for reason in fact.what}


def look_later(feed, party, by=61 * SECOND):
    """Some time passes, for us and for them, and it is looked again."""
    feed.now = party.now = feed.now + by
    feed.look()
    return feed.now


def test_an_evse_is_a_charger_and_its_session_has_its_energy(store, party, feed):
    party.put("sessions", session("1", "A", "COMPLETED", 12.5, **OVER))
    feed.look()
    assert list(store.stations()) == [A]
    shown = board(store)
    (told,) = shown.sessions
    assert (told.start, told.end, told.energy_wh) == (OVER["start"], OVER["end"], 12500)
    assert set(shown.untold) == {Untold.ATTEMPTS, Untold.LINKS}


@pytest.mark.parametrize("late", [-SECOND, 0, SECOND])
def test_a_session_is_over_at_its_end_whenever_that_was_told(store, party, feed, late):
    told = {"start": NOW - HOUR, "end": NOW - MINUTE + late, "updated": NOW - MINUTE}
    party.put("sessions", session("1", "A", "COMPLETED", 12.5, **told))
    feed.look()
    shown = board(store)
    assert (shown.now[0].state, shown.now[0].since) == ("available", told["end"])


def test_a_row_is_the_object_as_it_was_given_and_of_when_it_was_updated(store, party, feed):
    party.put("sessions", session("1", "A", "ACTIVE", 1.5, start=NOW - HOUR, updated=NOW - MINUTE))
    feed.look()
    (_, place), (table, said) = rows(store)
    assert (place["status"], place["location_id"]) == ("AVAILABLE", "L1")
    assert (table, said["kwh"], said["evse"], said["socket"]) == ("session", 1.5, "A", 1)
    assert received(store) == [NOW - 2 * HOUR, NOW - MINUTE]


def test_card_and_contract_are_hidden_before_a_row_is_kept_and_the_evse_is_not(party, store, feed):
    party.put("sessions", session("1", "A", "ACTIVE", 1.5, start=NOW - HOUR, updated=NOW - MINUTE))
    redact = Redactor(b"k" * 32)
    given = [*feed.part().frames, *feed.part().frames]
    text = "".join(redact(frame.text) for frame in given)
    assert CARD not in text
    assert CONTRACT not in text
    assert redact.hash_of(CARD) in text
    assert '"evse":"A"' in text
    assert '"evse_id":"DE*ABC*EA"' in text


def test_what_is_read_again_is_kept_once_and_another_start_goes_on(store, party, feed):
    party.put("sessions", *(session(str(n), "A", "COMPLETED", n, **OVER) for n in range(9)))
    feed.look()
    before = texts(store, A)
    with closing(FeedOf(KIND, party.url, store)) as again:
        again.look()
        look_later(again, party)
    assert texts(store, A) == before
    assert len(before) == 10


@pytest.mark.parametrize(
    "otherwise",
    [
        {},
        {"gives_links": False},
        {"link_path": "/nowhere"},
        {"page": 100},
        {"heeds_dates": False},
        {"base64": False},
    ],
)
def test_all_pages_are_read_whatever_a_party_makes_of_it(store, party, feed, otherwise):
    vars(party).update(otherwise)
    party.put("sessions", *(session(str(n), "A", "COMPLETED", n, **OVER) for n in range(7)))
    feed.look()
    assert {said["id"] for table, said in rows(store) if table == "session"} == set("0123456")
    for _ in range(3):
        look_later(feed, party)
    assert feed.frames == 8


@pytest.mark.parametrize("gives_links", [True, False])
def test_a_party_that_gives_the_same_page_for_ever_is_left_at_once(party, feed, gives_links):
    party.heeds_offset, party.gives_links = False, gives_links
    party.put("sessions", *(session(str(n), "A", "COMPLETED", n, **OVER) for n in range(7)))
    feed.look()
    assert len([path for path in party.asked if "/sessions" in path]) == 2


def test_only_what_was_updated_since_is_asked_for_with_an_overlap(party, feed):
    party.put("sessions", session("1", "A", "COMPLETED", 1, **OVER))
    feed.look()
    party.asked.clear()
    look_later(feed, party)
    (asked,) = [path for path in party.asked if "/sessions" in path]
    since = stamp(OVER["updated"] - 5 * MINUTE).replace(":", "%3A")
    assert f"date_from={since}" in asked


def test_a_walk_that_was_broken_off_goes_on_where_it_was(store, party, feed):
    party.put("sessions", *(session(str(n), "A", "COMPLETED", n, **OVER) for n in range(7)))
    for _ in range(3):
        feed.feeding.take(feed.part())
    party.asked.clear()
    with closing(FeedOf(KIND, party.url, store)) as again:
        again.look()
    assert "offset=4" in next(path for path in party.asked if "/sessions" in path)
    assert len(rows(store)) == 8


def test_a_session_that_is_updated_while_pages_are_walked_is_read_in_the_end(store, party, feed):
    party.put(
        "sessions",
        *(session(str(n), "A", "ACTIVE", n, start=NOW - HOUR, updated=NOW - MINUTE) for n in range(5)),
    )
    for _ in range(2):
        feed.feeding.take(feed.part())
    party.objects["sessions"].pop(0)
    party.put("sessions", session("0", "A", "ACTIVE", 99, start=NOW - HOUR, updated=NOW))
    feed.look()
    look_later(feed, party)
    told = [(said["id"], said["kwh"]) for table, said in rows(store) if table == "session"]
    assert {("0", 99), *((str(n), n) for n in range(1, 5))} <= set(told)


def test_a_poll_is_no_more_often_than_is_set(store, party):
    with closing(FeedOf(KIND, f"{party.url}?every=30", store)) as feed:
        feed.look()
        asked = len(party.asked)
        look_later(feed, party, 29 * SECOND)
        assert len(party.asked) == asked
        look_later(feed, party, SECOND)
        assert len(party.asked) > asked


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("AVAILABLE", "available"),
        ("CHARGING", "charging"),
        ("BLOCKED", "preparing"),
        ("RESERVED", "reserved"),
        ("INOPERATIVE", "unavailable"),
        ("OUTOFORDER", "faulted"),
        ("UNKNOWN", "unknown"),
        ("PLANNED", "unknown"),
        ("available", "available"),
    ],
)
def test_each_status_of_an_evse_is_a_state_of_its_socket(store, party, feed, said, shown):
    party.put("locations", location("L1", NOW - MINUTE, evse("A", said, NOW - MINUTE)))
    feed.look()
    assert state(store) == shown


def test_what_was_removed_before_it_was_met_is_no_charger(store, party, feed):
    party.put("locations", location("L1", NOW - MINUTE, evse("A", "REMOVED", NOW - MINUTE)))
    feed.look()
    assert list(store.stations()) == []


def test_a_status_is_of_when_the_evse_was_updated(store, party, feed):
    feed.look()
    at = look_later(feed, party)
    party.put("locations", location("L1", at, evse("A", "CHARGING", at - 20 * SECOND)))
    look_later(feed, party)
    assert received(store)[-1] == at - 20 * SECOND


def test_a_stamp_that_stays_while_the_status_changes_is_not_believed(store, party, feed):
    feed.look()
    seen = [NOW - 2 * HOUR]
    for n, status in enumerate(["CHARGING", "AVAILABLE", "CHARGING"]):
        # the location moves the first time only
        at = feed.now if n == 0 else NOW
        party.put("locations", location("L1", at, evse("A", status, NOW - 2 * HOUR)))
        now = look_later(feed, party, 11 * MINUTE)
        seen.append(at if n == 0 else now)
    assert received(store) == seen


def test_at_first_sight_a_status_is_of_the_latest_of_its_stamps(store, party, feed):
    party.put("locations", location("L1", NOW - MINUTE, evse("A", "CHARGING", NOW - 500 * 24 * HOUR)))
    feed.look()
    assert received(store) == [NOW - MINUTE]


@pytest.mark.parametrize(
    ("group", "places"),
    [
        ("evse", [("DE*ABC*E7*2", 1), ("DE*ABC*E7*1", 1), ("DE*ABC*E7*X", 1)]),
        ("prefix", [("DE*ABC*E7", 2), ("DE*ABC*E7", 1), ("DE*ABC*E7", 3)]),
        ("location", [("DE*ABC*L1", 1), ("DE*ABC*L1", 2), ("DE*ABC*L1", 3)]),
    ],
)
def test_evses_are_grouped_as_the_operator_knows_them(store, party, group, places):
    evses = [evse(uid, "AVAILABLE", NOW - HOUR, f"DE*ABC*E7*{uid}") for uid in ("2", "1", "X")]
    party.put("locations", location("L1", NOW - HOUR, *evses))
    with closing(FeedOf(KIND, f"{party.url}?charger={group}", store)) as feed:
        frames = feed.part().frames
    assert [(frame.station, json.loads(frame.text)[2]["socket"]) for frame in frames] == places


def test_a_cdr_and_its_session_are_one_and_what_is_billed_holds(store, party, feed):
    party.put("sessions", session("1", "A", "COMPLETED", 9.9, **OVER | {"updated": NOW - SECOND}))
    party.put("cdrs", cdr("C-1", "A", 10, **OVER, session_id="1"))
    feed.look()
    (told,) = board(store).sessions
    assert told.energy_wh == 10_000


def test_a_cdr_without_a_session_is_one(store, party, feed):
    party.put("cdrs", cdr("C-1", "A", 10, **OVER))
    feed.look()
    (told,) = board(store).sessions
    assert (told.start, told.end, told.energy_wh) == (OVER["start"], OVER["end"], 10_000)


@pytest.mark.parametrize("name", [A, A.lower()])
def test_a_cdr_that_tells_the_public_id_of_its_evse_alone_is_of_that(store, party, feed, name):
    party.put("cdrs", cdr("C-1", "A", 10, **OVER, cdr_location={"id": "L1", "evse_id": name}))
    feed.look()
    assert list(store.stations()) == [A]
    assert len(board(store).sessions) == 1


def test_a_credit_takes_its_bill_back_and_another_bill_replaces_it(store, party, feed):
    party.put("cdrs", cdr("C-1", "A", 10, **OVER, session_id="1"))
    credit = cdr("C-1-credit", "A", 10, **OVER, session_id="1", credit=True, credit_reference_id="C-1")
    party.put("cdrs", credit)
    feed.look()
    assert not board(store).sessions
    now = look_later(feed, party)
    party.put("cdrs", cdr("C-2", "A", 7, **OVER | {"updated": now}, session_id="1"))
    now = look_later(feed, party)
    (told,) = board(store, now=now).sessions
    assert told.energy_wh == 7_000


def test_what_was_credited_is_again_what_its_session_says(store, party, feed):
    party.put("sessions", session("1", "A", "COMPLETED", 9.5, **OVER))
    party.put("cdrs", cdr("C-1", "A", 10, **OVER, session_id="1"))
    party.put("cdrs", cdr("C-2", "A", 10, **OVER, session_id="1", credit=True, credit_reference_id="C-1"))
    feed.look()
    assert [told.energy_wh for told in board(store).sessions] == [9_500]


def test_a_credit_of_days_later_takes_back_what_had_settled(store, party, feed):
    party.put("cdrs", *(cdr(f"C-{n}", "A", n, **_times(NOW - n * HOUR)) for n in range(1, 9)))
    feed.look()
    assert len(board(store).sessions) == 8
    for _ in range(6):
        now = look_later(feed, party, 24 * HOUR)
        assert len(board(store, now=now).sessions) == 8
    credit = cdr(
        "C-9", "A", 3, **_times(NOW - 3 * HOUR) | {"updated": now}, credit=True, credit_reference_id="C-3"
    )
    party.put("cdrs", credit)
    now = look_later(feed, party, HOUR)
    shown = board(store, now=now).sessions
    assert {told.energy_wh for told in shown} == {n * 1_000 for n in range(1, 9) if n != 3}


def _times(start):
    return {"start": start, "end": start + 30 * MINUTE, "updated": start + 30 * MINUTE}


def test_all_that_was_read_is_understood_anew_as_it_was(store, party, feed, tmp_path):
    for minutes, status, kwh in ((40, "ACTIVE", 9.97), (30, "ACTIVE", 43.86), (1, "COMPLETED", 15.45)):
        end = NOW - MINUTE if status == "COMPLETED" else None
        updated = NOW - minutes * MINUTE
        party.put("sessions", session("1", "A", status, kwh, start=NOW - HOUR, updated=updated, end=end))
        party.put("locations", location("L1", updated, evse("A", "CHARGING", updated)))
        now = look_later(feed, party, 11 * MINUTE)
        board(store, now=now)
    party.put("cdrs", cdr("C-1", "A", 15, **OVER | {"updated": now}, session_id="1"))
    party.put("locations", location("L1", now, evse("A", "BLOCKED", now)))
    now = look_later(feed, party)
    anew = open_store(str(tmp_path / "anew.db"))
    anew.append([one.frame for batch in store.frames_after(A, -(2**62), 0) for one in batch])
    assert board(anew, now=now) == board(store, now=now)
    assert board(anew, now=now).sessions[0].energy_wh == 15_000
    anew.close()


@pytest.mark.parametrize("status", ["PENDING", "RESERVATION"])
def test_what_never_began_is_no_session_and_what_delivered_is_one(store, party, feed, status):
    party.put("sessions", session("1", "A", status, 0, start=NOW - HOUR, updated=NOW - MINUTE))
    party.put("sessions", session("2", "A", status, 1.5, start=NOW - HOUR, updated=NOW - MINUTE))
    feed.look()
    assert [told.energy_wh for told in board(store).sessions] == [1_500]


def test_a_session_that_became_invalid_without_energy_is_none(store, party, feed):
    party.put("sessions", session("1", "A", "ACTIVE", 0, start=NOW - HOUR, updated=NOW - 30 * MINUTE))
    feed.look()
    assert len(board(store).sessions) == 1
    party.put("sessions", session("1", "A", "INVALID", 0, **OVER))
    now = look_later(feed, party)
    assert not board(store, now=now).sessions


def test_energy_that_falls_at_the_end_is_what_was_told_last_and_odd(store, party, feed):
    for minutes, status, kwh in ((40, "ACTIVE", 9.97), (30, "ACTIVE", 43.86), (1, "COMPLETED", 15.45)):
        end = NOW - MINUTE if status == "COMPLETED" else None
        updated = NOW - minutes * MINUTE
        party.put("sessions", session("1", "A", status, kwh, start=NOW - HOUR, updated=updated, end=end))
        look_later(feed, party)
    shown = board(store, now=feed.now)
    assert [told.energy_wh for told in shown.sessions] == [15_450]
    assert Oddity.ENERGY_FELL in odd(store)


def test_times_without_a_zone_are_utc_and_odd(store, party, feed):
    at = stamp(NOW - HOUR).removesuffix("Z")
    party.put("sessions", session("1", "A", "COMPLETED", 5, **OVER) | {"start_date_time": at})
    feed.look()
    (told,) = board(store).sessions
    assert told.start == NOW - HOUR
    assert Oddity.NO_ZONE in odd(store)


def answered(status, headers=None, body=b"{}"):
    return status, headers or {}, body


def ocpi(**envelope):
    return answered(200, {}, json.dumps(envelope).encode())


@pytest.mark.parametrize(
    ("answer", "said", "is_lasting"),
    [
        (answered(401), "does not accept our token", True),
        (answered(403), "does not accept our token", True),
        (answered(404), "is this the address of its versions", True),
        (answered(422), "it answered 422", True),
        (answered(500), "it answered 500", False),
        (answered(503), "it answered 503", False),
        (answered(302, {"Location": "https://elsewhere.example.org/x"}), "elsewhere.example.org/x", True),
        (answered(200, {}, b"<html>"), "no OCPI", False),
        (answered(200, {}, b"[]"), "no OCPI", False),
        (answered(200, {}, b"[" * 100_000), "no OCPI", False),
        (ocpi(data=[], items=[]), "no OCPI", False),
        (ocpi(status_code=2001, status_message="no such thing"), "it answered 2001 .* no such thing", False),
        (ocpi(status_code=3000), "it answered 3000", False),
        (ocpi(status_code=1000, data=[{"version": "2.1.1", "url": "http://x"}]), "only 2.1.1", True),
        (ocpi(status_code=1000, data=[]), "none of the versions", True),
        (ocpi(status_code=1000, data={"endpoints": []}), "none of the modules", True),
        (ocpi(status_code=1000, data=[{"version": "2.2.1", "url": "http://[x"}]), "cannot be reached", False),
    ],
)
def test_what_is_wrong_is_said_in_words_and_nothing_is_lost(store, party, feed, answer, said, is_lasting):
    party.answers = [answer] * (2 if answer[0] in {401, 403} else 1)
    with pytest.raises(FeedError, match=said) as told:
        feed.look()
    assert told.value.is_lasting == is_lasting
    assert TOKEN not in str(told.value)
    feed.look()
    assert len(rows(store)) == 1


def test_who_is_asked_too_often_says_when_and_is_not_asked_before(store, party, feed):
    party.answers = [answered(429, {"Retry-After": "90"})]
    for _ in range(2):
        with pytest.raises(FeedError, match="in 90 s"):
            feed.look()
    assert len(party.asked) == 1
    look_later(feed, party, 90 * SECOND)
    assert len(rows(store)) == 1


def test_a_failure_in_the_middle_of_pages_loses_and_doubles_nothing(store, party, feed):
    party.put("sessions", *(session(str(n), "A", "COMPLETED", n, **OVER) for n in range(7)))
    for _ in range(3):
        feed.feeding.take(feed.part())
    party.answers = [answered(500)]
    with pytest.raises(FeedError):
        feed.look()
    feed.look()
    assert sorted(said["id"] for table, said in rows(store) if table == "session") == list("0123456")


def test_a_party_that_is_gone_is_said_and_tried_again(party, store):
    with closing(FeedOf(KIND, party.url, store)) as feed:
        party.close()
        with pytest.raises(FeedError, match="cannot be reached") as told:
            feed.look()
    assert not told.value.is_lasting


@pytest.mark.parametrize(("off", "said"), [(301, "ahead of ours"), (-301, "behind ours")])
def test_a_clock_that_is_off_is_said(party, feed, off, said):
    party.now = NOW + off * SECOND
    with pytest.raises(FeedError, match=said):
        feed.look()


def test_a_module_that_is_missing_is_told_and_the_others_are_read(store, party, feed, caplog):
    del party.roles["cdrs"]
    party.roles["sessions"] = "RECEIVER"
    feed.look()
    assert len(rows(store)) == 1
    assert "no sessions, cdrs" in caplog.text


def test_a_token_that_is_taken_as_it_is_is_told(party, feed, caplog):
    party.base64 = False
    feed.look()
    assert "takes our token as it is" in caplog.text


def test_its_own_host_is_asked_as_it_was_written_whatever_it_says(store, party, feed):
    # as behind a proxy that ends TLS
    party.host = f"127.0.0.1:{party.port + 1}"
    party.put("sessions", *(session(str(n), "A", "COMPLETED", n, **OVER) for n in range(3)))
    feed.look()
    assert len(rows(store)) == 4


@pytest.mark.threat("O6")
@pytest.mark.parametrize("host", ["169.254.169.254", "127.0.0.2:1", "10.0.0.1", "localhost:1"])
def test_what_it_names_is_asked_only_where_everybody_may(party, feed, host):
    party.host = host
    with pytest.raises(FeedError, match="nothing is read from"):
        feed.look()


def test_of_no_objects_null_may_be_told(store, party, feed):
    party.says_null = True
    party.put("cdrs", cdr("B1", "A", 5, **OVER))
    feed.look()
    assert [table for table, _ in rows(store)] == ["evse", "cdr"]


def test_a_stamp_that_nobody_made_is_of_now(store, party, feed):
    before = evse("Z", "AVAILABLE", NOW - HOUR) | {"last_updated": "2001-01-01T00:00:00Z"}
    party.put("locations", location("L9", NOW - 9 * HOUR, before) | {"last_updated": "2001-01-01T00:00:00Z"})
    party.heeds_dates = False
    feed.look()
    assert received(store, "DE*ABC*EZ") == [NOW]


@pytest.mark.parametrize(
    ("bounds", "said"),
    [({"most_bytes": 100}, "larger than"), ({"all_s": -1}, "it took longer than")],
)
def test_an_answer_without_end_is_cut_off(party, bounds, said):
    asked = Partner(f"http://{party.host}/ocpi/versions", TOKEN, READING._replace(**bounds))
    with closing(asked), pytest.raises(FeedError, match=said):
        asked.endpoints()


def test_what_is_no_object_and_what_names_no_evse_is_put_aside_and_the_rest_is_read(
    store, party, feed, tmp_path
):
    feed.rejects = Rejects(tmp_path / "rejected.jsonl")
    party.put("sessions", session("1", "#NA", "RESERVATION", 0, start=NOW - HOUR, updated=NOW - HOUR))
    party.put("sessions", session("2", "A", "COMPLETED", 5, **OVER))
    party.page = 100
    party.heeds_dates = False
    party.objects["cdrs"] = [5, None]
    feed.look()
    assert len(rows(store)) == 2
    assert len(list(feed.rejects)) == 3


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("ftp://:t@x", "write it like"),
        ("http://127.0.0.1:1/versions", "asks for a token"),
        ("http://:t@127.0.0.1:1/versions?every=1", "5 seconds or more"),
        ("http://:t@127.0.0.1:1/versions?every=often", "5 seconds or more"),
        (
            "http://:t@127.0.0.1:1/versions?charger=pole",
            "there is no .pole., there are evse, prefix, location",
        ),
    ],
)
def test_an_address_that_cannot_be_meant_is_refused(url, said):
    with pytest.raises(FeedError, match=said) as told:
        KIND.open(url, KIND.called(url))
    assert told.value.is_lasting


@pytest.mark.threat("O4")
def test_the_token_is_in_no_name(party):
    assert KIND.called(party.url) == f"ocpi http://{party.host}/ocpi/versions"


def test_what_is_there_is_told_before_it_is_chosen(party):
    found = tried(KIND, party.url, NOW)
    assert found.is_fine
    assert A in found.text


def test_sessions_that_were_heard_as_messages_are_the_same_as_a_party_tells_them(
    store, party, feed, tmp_path
):
    heard = open_store(str(tmp_path / "heard.db"))
    frames = [frame for frame in life(days=2, links=True) if frame.protocol == "ocpp1.6"]
    heard.append(frames)
    expected = [one for one in board(heard, frames[0].station).sessions if one.end is not None]
    party.put(
        "sessions",
        *(
            session(
                str(n),
                "A",
                "COMPLETED",
                float(one.energy_wh or 0) / 1000,
                start=one.start,
                end=one.end,
                updated=one.end,
            )
            for n, one in enumerate(expected)
        ),
    )
    feed.look()
    told = board(store).sessions
    # a party tells whole seconds
    assert [(one.start // SECOND, one.end // SECOND, one.energy_wh) for one in told] == [
        (one.start // SECOND, one.end // SECOND, one.energy_wh or 0) for one in expected
    ]
    assert len(told) > 3
    heard.close()
