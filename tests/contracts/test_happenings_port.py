"""Sessions, attempts and errors of many chargers by time, and parts of sites, as each store keeps them."""

import msgspec
import pytest
from fleet_by_hand import line_of_number
from msgspec.structs import replace

from chargeboard.domain.codes import Outcome, Severity, Stage
from chargeboard.domain.conclusions import Attempt, Checkpoint, Conclusions, Episode, Session
from chargeboard.domain.figures.happenings import HappeningKind, HappeningsSpan, RecentHappening
from chargeboard.domain.reasons import Because, Reason
from chargeboard.domain.records import FleetLine
from chargeboard.time.instants import HOUR, NEVER
from chargeboard.time.spans import Span

SITES = {"A": "Yard", "B": "Yard", "C": "Quay"}


def attempt(start, outcome):
    return Attempt(
        socket=1,
        start=start,
        end=start + 1,
        outcome=outcome,
        stage=Stage.PLUG,
        because=Reason(Because.DELIVERED),
        settles_at=start + 5,
    )


@pytest.fixture
def kept(store):
    for n, (station, site) in enumerate(SITES.items()):
        found = Conclusions(
            attempts=[attempt(100 + n, Outcome.ZERO_ENERGY), attempt(200 + n, Outcome.SUCCESS)],
            sessions=[
                Session(
                    key=f"k{n}", socket=1, start=200 + n, end=300, energy_wh=None, reason=None, settles_at=310
                )
            ],
            episodes=[
                Episode(
                    socket=1,
                    code="GroundFailure",
                    vendor_code=None,
                    severity=Severity.FAULT,
                    start=150 + n,
                    last_seen=160,
                    end=170,
                )
            ],
        )
        progress = replace(store.progress(station), settled_until=1_000)
        store.settle(progress, 0, found, [b"{}"], [], [Checkpoint(at=1_000, received_until=1_000, carry=b"")])
        line = replace(line_of_number(n, station), site=site, text=f"{station} {site} #roof;".casefold())
        recent = [RecentHappening(HappeningKind.ATTEMPTS, 900 + n, "pending", b"r")]
        store.save_fleet([FleetLine(line, 1, NEVER, b"{}", b"", b"part of " + station.encode(), recent)])
    return store


def asked(kind, *, sites=None, words=(), outcome="", first=0, last=1_000, most=10, learned_since=None):
    known = None if sites is None else frozenset(sites)
    return HappeningsSpan(kind, Span(first, last), known, words, outcome, most, learned_since)


def stations(found):
    return [(one.station, one.start) for one in found]


@pytest.mark.parametrize(
    ("kind", "starts"),
    [
        (HappeningKind.SESSIONS, [202, 201, 200]),
        (HappeningKind.ERRORS, [152, 151, 150]),
        (HappeningKind.ATTEMPTS, [202, 201, 200, 102, 101, 100]),
    ],
)
def test_what_settled_is_found_by_time_the_newest_first(kept, kind, starts):
    settled, recent = kept.happenings(asked(kind))
    assert [one.start for one in settled] == starts
    assert [one.start for one in recent] == ([902, 901, 900] if kind == HappeningKind.ATTEMPTS else [])
    some, _ = kept.happenings(asked(kind, most=2))
    assert [one.start for one in some] == starts[:2]
    assert stations(kept.happenings(asked(kind, sites=["Quay"]))[0]) == [
        ("C", start) for start in starts if start % 10 == 2
    ]
    assert kept.happenings(asked(kind, sites=[])) == ([], [])
    assert kept.happenings(asked(kind, words=("quay", "#roof;")))[0] == [
        one for one in settled if one.station == "C"
    ]


def test_failures_are_attempts_that_are_neither_successes_nor_pending(kept):
    settled, recent = kept.happenings(asked(HappeningKind.FAILURES, outcome="failed"))
    assert ([one.start for one in settled], recent) == ([102, 101, 100], [])
    of_yard, _ = kept.happenings(asked(HappeningKind.FAILURES, outcome="failed", sites=["Yard"]))
    assert [one.start for one in of_yard] == [101, 100]
    none, _ = kept.happenings(asked(HappeningKind.FAILURES, outcome="auth_rejected"))
    assert none == []


def test_bodies_are_those_that_were_kept(kept):
    settled, recent = kept.happenings(asked(HappeningKind.ATTEMPTS, sites=["Quay"]))
    assert msgspec.msgpack.decode(settled[0].body, type=Attempt) == attempt(202, Outcome.SUCCESS)
    assert [one.body for one in recent] == [b"r"]


def test_sessions_that_began_before_are_found_by_when_they_were_learned_of_where_that_was_late(store):
    """Whoever began in the span is found by that, and once."""
    began = [
        (0, "in time", 24 * HOUR),
        (1, "late", 24 * HOUR + 2),
        (5, "later", 90 * HOUR),
        (6, "open", None),
    ]
    sessions = [
        Session(
            key=key,
            socket=1,
            start=start,
            end=9,
            energy_wh=None,
            reason=None,
            settles_at=10,
            learned_at=learned,
        )
        for start, key, learned in began
    ]
    progress = replace(store.progress("A"), settled_until=1_000)
    docs = [key.encode() for _, key, _ in began]
    store.settle(progress, 0, Conclusions(sessions=sessions), docs, [], [])
    recent = [RecentHappening(HappeningKind.SESSIONS, 3, "", b"r")]
    line = replace(line_of_number(1, "A"), site="Yard", text="a yard")
    store.save_fleet([FleetLine(line, 1, NEVER, b"{}", b"", b"", recent)])

    def found(**more):
        settled, recent = store.happenings(asked(HappeningKind.SESSIONS, **more))
        return [one.body.decode() for one in settled], [one.start for one in recent]

    assert found(first=5) == (["open", "later"], [])
    assert found(first=5, learned_since=24 * HOUR) == (["open", "later", "late"], [3])
    assert found(first=5, learned_since=24 * HOUR + 2)[0] == ["open", "later", "late"]
    assert found(first=7, learned_since=24 * HOUR + 3)[0] == ["later"]
    assert found(first=7, learned_since=0, sites=["Quay"]) == ([], [])
    assert found(first=7, learned_since=0, sites=["Yard"], words=("yard",))[0] == ["later", "late"]
    assert found(first=7, learned_since=0, most=1)[0] == ["later"]


def test_parts_are_read_by_charger_and_go_with_the_line(kept):
    assert kept.fleet_parts(["A", "C", "NOBODY"]) == {"A": b"part of A", "C": b"part of C"}
    assert {one.site: one.chargers for one in kept.fleet_by_site()} == {"Yard": 2, "Quay": 1}
    recent = [RecentHappening(HappeningKind.SESSIONS, 950, "", b"s")]
    line = replace(line_of_number(7, "UNHEARD"), site="Yard")
    kept.save_fleet([FleetLine(line, -1, NEVER, b"{}", b"", b"a part", recent)])
    assert stations(kept.happenings(asked(HappeningKind.SESSIONS))[1]) == [("UNHEARD", 950)]
    kept.drop_unlisted([])
    assert kept.fleet_parts(["UNHEARD", "A"]) == {"A": b"part of A"}
    assert kept.happenings(asked(HappeningKind.SESSIONS))[1] == []
