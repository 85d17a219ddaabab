"""What `chargeboard doctor --cluster` finds among processes that serve together, and their server."""

import json

import pytest
from click.testing import CliRunner
from msgspec.structs import astuple, replace

from chargeboard.cli import main
from chargeboard.cli.cluster.judging import judged_processes, judged_server
from chargeboard.cli.cluster.seen import cluster_seen
from chargeboard.domain.figures.impairment import Impairment
from chargeboard.domain.frame import Frame
from chargeboard.domain.members import ClockSeen, HowItIs, Knows, Member, lease_of, share_of
from chargeboard.run.members.presence import clock_seen
from chargeboard.store import ServerState, newest_schema, open_store, store_at
from chargeboard.store.reports import Standby
from chargeboard.time.instants import MINUTE, SECOND

NOW = 1_760_000_000 * SECOND
KNOWS = Knows(newest_schema(), "12", "38")
SERVER = ServerState(
    version="15.20",
    schema=newest_schema(),
    is_durable=True,
    takes_no_writes=False,
    connections=20,
    most_connections=97,
    size_bytes=10**9,
    free_bytes=10**12,
    oldest_transaction_s=0.0,
    standbys=(),
    kept_for_slots_bytes=0,
    archive_fails=False,
)
TWO = Standby(name="two", state="streaming", is_awaited=True, behind_bytes=0, behind_s=None)


class Crew:
    """Processes as a store knows them."""

    def __init__(self, store):
        self.store = store
        self.names = [lease_of(share) for share in range(store.shares())]
        store.offer_leases([*self.names, "chores"])

    def comes(self, name, role, version="0.1", beat_at=NOW, **told):
        told = {"knows": KNOWS, "clock": ClockSeen(0, 500)} | told
        self.store.join(Member(name, role, f"host:{name}", version, NOW - MINUTE, beat_at))
        self.store.beat(name, beat_at, HowItIs(**told))

    def holds(self, name, leases, until=NOW + 10 * SECOND):
        wanted = [one for one in self.store.leases() if one.name in leases]
        self.store.take_leases(wanted, name, until)

    @property
    def seen(self):
        return cluster_seen(self.store, lambda: NOW)

    def wrong(self):
        return {one.text: one.level for one in judged_processes(self.seen) if one.level != "ok"}

    def says(self, text):
        found = [one for one in judged_processes(self.seen) if text in one.text]
        assert found, [one.text for one in judged_processes(self.seen)]
        return found[0]


@pytest.fixture
def crew():
    store = open_store("sqlite://")
    yield Crew(store)
    store.close()


@pytest.fixture
def whole(crew):
    """One of each, and all is well."""
    crew.comes("g", "gateway", connected=7)
    crew.comes("p", "projector")
    crew.comes("w", "web")
    crew.holds("p", [*crew.names, "chores"])
    return crew


def test_where_all_are_there_nothing_is_wrong(whole):
    assert whole.wrong() == {}
    assert [one.role for one in whole.seen.processes] == ["gateway", "projector", "web"]
    assert whole.seen.processes[1].shares == 64
    assert whole.seen.processes[1].chores == ("chores",)
    assert whole.seen.processes[0].connected == 7


@pytest.mark.parametrize(("left", "level"), [("g", "error"), ("p", "error"), ("w", "warning")])
def test_a_role_that_nobody_has_is_told_and_what_to_start(whole, left, level):
    role = {"g": "gateway", "p": "projector", "w": "web"}[left]
    whole.store.leave(left)
    assert level in whole.wrong().values()
    assert any(f"--role {role}" in one.what_to_do for one in judged_processes(whole.seen))


def test_shares_that_nobody_has_are_an_error_where_a_charger_is_in_them(whole):
    whole.store.append([Frame("A", NOW, "in", '[2,"1","Heartbeat",{}]')])
    mine = lease_of(share_of("A", 64))
    other = next(name for name in whole.names if name != mine)
    whole.store.leave_leases([one for one in whole.store.leases() if one.name == other])
    assert (whole.says("Nobody has").level, other in whole.says("Nobody has").text) == ("warning", True)
    whole.store.leave_leases([one for one in whole.store.leases() if one.name == mine])
    assert whole.says("Nobody has 2").level == "error"


def test_a_lease_whose_owner_is_not_there_any_more_is_nobodys(whole):
    whole.store.leave("p")
    assert "Nobody has 65" in whole.says("Nobody has").text


def test_who_sends_letters_is_nobody_of_the_list(whole):
    whole.store.offer_leases(["letters"])
    assert "letters" in whole.says("Nobody has").text
    whole.holds("a process of its own", ["letters"])
    assert whole.wrong() == {}


def test_a_lease_that_is_not_kept_is_told_with_whose_it_is(whole):
    whole.holds("p", whole.names, until=NOW - 5 * MINUTE)
    assert "host:p" in whole.says("not kept in time").text


def test_versions_of_a_rolling_upgrade_are_each_told(whole):
    whole.comes("q", "projector", "0.2", knows=Knows(newest_schema() + 1, "13", "39"))
    found = "\n".join(whole.wrong())
    for part in ("0.1, 0.2", "12, 13", "38, 39", f"{newest_schema()}, {newest_schema() + 1}"):
        assert part in found


def test_who_is_not_heard_any_more_may_be_gone(whole):
    whole.comes("o", "gateway", beat_at=NOW - 2 * MINUTE)
    assert whole.wrong() == {"gateway host:o was last heard 120 s ago": "warning"}


def test_who_is_impaired_is_told_with_why(whole):
    whole.comes("x", "gateway", impairment=Impairment(why="the disk is full"))
    assert whole.wrong() == {"gateway host:x: the disk is full": "error"}


def test_what_waits_is_told_in_frames_and_seconds_and_of_whom(whole):
    frames = [Frame("A", NOW - 90 * SECOND + n, "in", f'[2,"{n}","Heartbeat",{{}}]') for n in range(3)]
    whole.store.append(frames)
    assert whole.says("chargers wait").level == "warning"
    assert "1 chargers wait with 3 frames, the longest for 90 s" in whole.says("chargers wait").text
    lag = astuple(whole.seen.processes[1].lag)
    assert lag[:2] == (1, 3)
    assert lag[2] == pytest.approx(90, abs=1)
    (share,) = [one for one in whole.seen.shares if one.lag.frames]
    assert (share.name, share.owner, share.epoch, share.chargers) == (
        lease_of(share_of("A", 64)),
        "host:p",
        1,
        1,
    )


@pytest.mark.parametrize(
    ("ahead_s", "level"), [(0.4, "ok"), (1.2, "ok"), (2.0, "warning"), (-2.0, "warning"), (40, "error")]
)
def test_clocks_that_are_apart_by_more_than_the_error_of_measuring_are_told(whole, ahead_s, level):
    clock = ClockSeen(round(ahead_s * SECOND), 300_000)
    whole.comes("g2", "gateway", beat_at=NOW + clock.ahead, clock=clock)
    assert whole.says("Clocks are").level == level
    assert whole.seen.clocks.spread_s == pytest.approx(abs(ahead_s))
    assert whole.seen.processes[1].heard_s == 0, "by the clock of the database"


def test_a_clock_is_told_with_no_more_error_than_half_of_what_asking_took():
    """Theirs is 5 s behind, and the way there takes far longer than the way back."""
    ours = iter([100_000_000, 100_900_000, 200_000_000, 200_020_000, 300_000_000, 300_500_000])
    answers = iter([95_800_000, 195_010_000, 295_000_000])

    class Store:
        def clock(self):
            return next(answers)

    seen = clock_seen(Store(), lambda: next(ours))
    assert seen == ClockSeen(5_000_000, 10_000)


def test_a_file_has_no_other_clock():
    assert clock_seen(open_store("sqlite://"), lambda: NOW) is None


@pytest.mark.parametrize(
    ("how", "said", "level"),
    [
        ({}, "20 of 97 connections", "ok"),
        ({"connections": 90}, "90 of 97 connections", "warning"),
        ({"is_durable": False}, "not on its disk yet", "error"),
        ({"takes_no_writes": True}, "a standby", "error"),
        ({"free_bytes": 10**9}, "1,000 MB are free", "warning"),
        ({"free_bytes": None}, "not told from here", "ok"),
        ({"archive_fails": True}, "cannot archive", "warning"),
        ({"oldest_transaction_s": 600.0}, "open for 600 s", "warning"),
        ({"kept_for_slots_bytes": 5 << 30}, "does not take it", "warning"),
        ({"standbys": (TWO,)}, "two: streaming", "ok"),
        ({"standbys": (replace(TWO, is_awaited=False, behind_bytes=1 << 30),)}, "may lose", "warning"),
        ({"standbys": (replace(TWO, state="catchup"),)}, "two: catchup", "warning"),
        ({"standbys": (replace(TWO, behind_bytes=None),)}, "not told to this user", "ok"),
    ],
)
def test_limits_of_the_server_are_told(how, said, level):
    found = judged_server(replace(SERVER, **how))
    assert [one.level for one in found if said in one.text] == [level]
    assert all(one.what_to_do for one in found if one.level != "ok")


def asked(*arguments, folder=""):
    return CliRunner().invoke(main, ["doctor", *arguments], env={"CHARGEBOARD_DATA_FOLDER": str(folder)})


def test_of_a_real_server_all_is_told_as_text_and_as_json(postgres, tmp_path):
    store = store_at(postgres, str(tmp_path)).open()
    crew = Crew(store)
    at = store.clock()
    for role in ("gateway", "projector", "web"):
        crew.comes(role, role, beat_at=at, clock=clock_seen(store, lambda: at))
    crew.holds("projector", [*crew.names, "chores"], until=at + 10 * SECOND)
    place = ("--cluster", "--db", postgres)
    text = asked(*place, folder=tmp_path).output
    assert "schema/fold/metrics" in text
    assert "All 65 leases are held" in text
    assert "connections of the server are used" in text
    told = json.loads(asked(*place, "--json", folder=tmp_path).output)
    assert {one["role"] for one in told["cluster"]["processes"]} == {"gateway", "projector", "web"}
    assert len(told["cluster"]["shares"]) == 65
    assert told["cluster"]["server"]["schema"] == newest_schema()
    assert told["cluster"]["server"]["free_bytes"] > 0, "it is on this machine"
    # this server is the tests' own, and forgets all
    assert [one["text"] for one in told["findings"] if one["level"] == "error"] == [
        "The server acknowledges what is not on its disk yet"
    ]
    assert asked(*place, folder=tmp_path).exit_code == 1
    store.leave("projector")
    assert "Nobody has" in asked(*place, folder=tmp_path).output
    store.close()


def test_a_file_is_served_by_one_and_that_is_well(tmp_path):
    path = str(tmp_path / "board.db")
    open_store(path).close()
    found = asked("--cluster", "--db", path)
    assert (found.exit_code, "No process serves a part" in found.output) == (0, True)
    assert json.loads(asked("--cluster", "--json", "--db", path).output)["cluster"]["server"] is None
    assert not json.loads(asked("--json", "--db", path).output)["cluster"]
