"""What lets a charger in is taken back: its connection ends, and it stays out."""

import asyncio
import ssl

import pytest
import websockets
from click.testing import CliRunner
from test_csms_handshake import basic, made, needs_openssl, status
from yard import call, on_loop, yard

from chargeboard.capture.csms.admission import new_password
from chargeboard.cli import main
from chargeboard.domain.frame import Frame
from chargeboard.run.clock import now
from chargeboard.run.receiving import admitting


async def shell(database, *arguments):
    """The shell, as another process has it."""
    done = await asyncio.to_thread(
        CliRunner().invoke, main, ["charger", *arguments, "--db", str(database)], catch_exceptions=False
    )
    assert done.exit_code == 0, done.output
    return done.stdout


async def sent_away(link):
    with pytest.raises(websockets.ConnectionClosed) as closed:
        await link.recv()
    assert closed.value.rcvd.code == 1008
    return closed.value.rcvd.reason


@pytest.mark.threat("C8")
@pytest.mark.parametrize("new_chargers", ["accept", "wait", "refuse"])
def test_a_charger_whose_approval_is_withdrawn_is_sent_away_until_it_is_approved_again(
    tmp_path, new_chargers
):
    database = tmp_path / "b.db"

    async def story():
        async with yard(database, new_chargers=new_chargers) as ours:
            for station in ("A", "B"):
                ours.desk.admission.approve(station)
            other = await ours.connect("B")
            async with ours.connect("A") as link:
                assert (await call(link, "Heartbeat"))[0] == 3
                await shell(database, "withdraw", "A")
                assert await sent_away(link) == "it may no longer connect"
            assert [await status(ours.url("A")) for _ in range(2)] == [403, 403]
            assert ours.desk.admission.waiting() == []
            assert (await call(other, "Heartbeat"))[0] == 3
            await shell(database, "approve", "A")
            assert await status(ours.url("A")) == 101
            await other.close()

    on_loop(story())


def test_a_charger_that_nobody_approved_is_sent_away_too(tmp_path):
    database = tmp_path / "b.db"

    async def story():
        async with yard(database) as ours:
            async with ours.connect("A") as link:
                await shell(database, "withdraw", "A")
                await sent_away(link)
            assert await status(ours.url("A")) == 403

    on_loop(story())


@pytest.mark.threat("C9")
def test_a_deleted_charger_stays_out_whatever_is_set_for_it_and_comes_back_with_its_history(tmp_path):
    database = tmp_path / "b.db"

    async def story():
        async with yard(database) as ours:
            async with ours.connect("A") as link:
                assert (await call(link, "Heartbeat"))[0] == 3
                await shell(database, "delete", "A", "--yes")
                await sent_away(link)
            for arguments in (("set", "A", "name=Back"), ("password", "A"), ("password", "A", "--remove")):
                await shell(database, *arguments)
                assert await status(ours.url("A")) == 403
            await shell(database, "delete", "A", "--yes")
            assert ours.desk.stations() == []
            kept = len(ours.frames("A"))
            await shell(database, "approve", "A")
            assert ours.desk.stations() == ["A"]
            assert await status(ours.url("A")) == 101
            assert len(ours.frames("A")) >= kept > 2

    on_loop(story())


@pytest.mark.threat("C9")
def test_the_ids_that_count_as_a_deleted_charger_stay_out_with_it(tmp_path):
    database = tmp_path / "b.db"

    async def story():
        async with yard(database) as ours:
            for station in ("OLD", "NEW"):
                ours.desk.store.append(
                    [Frame(station, now(), "in", '[2,"1","Heartbeat",{}]', "c", "ocpp1.6")]
                )
            await shell(database, "merge", "OLD", "NEW")
            await shell(database, "delete", "NEW", "--yes")
            assert [await status(ours.url(station)) for station in ("OLD", "NEW")] == [403, 403]
            await shell(database, "approve", "OLD")
            assert ours.desk.stations() == ["NEW"]

    on_loop(story())


@pytest.mark.threat("C8")
def test_a_withdrawn_password_ends_the_connection_and_is_no_open_door(tmp_path):
    database = tmp_path / "b.db"

    async def story():
        async with yard(database) as ours:
            key = (await shell(database, "password", "A")).strip()
            async with ours.connect("A", additional_headers=basic("A", key.encode())) as link:
                await shell(database, "withdraw", "A", "password")
                assert await sent_away(link) == "its password was withdrawn"
            assert await status(ours.url("A")) == 401
            for password in (key.encode(), b"", b"0"):
                assert await status(ours.url("A"), additional_headers=basic("A", password)) == 401
            new = (await shell(database, "password", "A")).strip()
            assert await status(ours.url("A"), additional_headers=basic("A", new.encode())) == 101
            await shell(database, "password", "A", "--remove")
            assert await status(ours.url("A")) == 101

    on_loop(story())


def test_a_new_password_ends_what_the_one_before_opened_and_a_first_one_ends_nothing(tmp_path):
    database = tmp_path / "b.db"

    async def story():
        async with yard(database) as ours:
            async with ours.connect("A") as link:
                key = (await shell(database, "password", "A")).strip()
                ours.ours.endpoint.recheck(["A"])
                assert (await call(link, "Heartbeat"))[0] == 3
            async with ours.connect("A", additional_headers=basic("A", key.encode())) as link:
                await shell(database, "password", "A")
                await sent_away(link)

    on_loop(story())


@pytest.mark.threat("C8")
@needs_openssl
def test_a_withdrawn_certificate_ends_the_connection_and_one_that_is_issued_later_counts(tmp_path):
    database = tmp_path / "b.db"
    server, key = made(tmp_path, "server")
    made(tmp_path, "authority")
    tls = {"tls_certificate": server, "tls_key": key, "tls_ca": str(tmp_path / "authority.pem")}
    own = made(tmp_path, "A", authority="authority")
    trusting = ssl.create_default_context(cafile=server)
    trusting.load_cert_chain(*own)

    async def story():
        async with yard(database, **tls, require_certificate=True) as ours:
            async with ours.connect("A", ssl=trusting) as link:
                await shell(database, "withdraw", "A", "certificate")
                assert await sent_away(link) == "its certificate was withdrawn"
            assert await status(ours.url("A"), ssl=trusting) == 403
            known = ours.reader.credential("A")
            assert known.approved
            issued = known.certificates_after - 10**9  # as if that had been withdrawn before it was issued
            admitting.withdraw(ours.desk.store, "A", "certificate", issued)
            assert await status(ours.url("A"), ssl=trusting) == 101

    on_loop(story())


@pytest.mark.threat("C8")
def test_what_a_charger_says_after_it_was_sent_away_is_not_kept(tmp_path):
    async def story():
        async with yard(tmp_path / "b.db") as ours:
            link = await ours.connect("A", ping_interval=None)
            assert (await call(link, "Heartbeat"))[0] == 3
            kept = ours.said("A", "in")
            admitting.withdraw(ours.desk.store, "A", "approval", now())
            link.protocol.receive_eof = link.protocol.receive_data = lambda *_: None  # it does not go
            served = ours.ours.endpoint._live["A"]
            await ours.until(lambda: served.is_deaf)
            for size in (1, 200_000):
                await link.send('[2,"2","DataTransfer",{"vendorId":"' + "x" * size + '"}]')
            await ours.until(lambda: ours.turns("A")[-1] == "close")
            assert ours.said("A", "in") == kept
            link.transport.abort()

    on_loop(story())


@pytest.mark.threat("C8")
def test_who_is_withdrawn_while_its_handshake_goes_on_does_not_slip_in(tmp_path):
    async def story():
        async with yard(tmp_path / "b.db") as ours:
            endpoint = ours.ours.endpoint
            makes_way = endpoint._makes_way

            async def withdrawn_meanwhile(link):
                admitting.withdraw(ours.desk.store, "A", "approval", now())
                endpoint.recheck(["A"])
                return await makes_way(link)

            endpoint._makes_way = withdrawn_meanwhile
            async with ours.connect("A") as link:
                await sent_away(link)

    on_loop(story())


def test_a_password_for_who_is_kept_out_is_made_and_lets_nobody_in(tmp_path):
    database = tmp_path / "b.db"

    async def story():
        async with yard(database, new_chargers="refuse") as ours:
            await shell(database, "withdraw", "A")
            key = (await shell(database, "password", "A")).strip()
            assert await status(ours.url("A"), additional_headers=basic("A", key.encode())) == 403
            await shell(database, "approve", "A")
            assert await status(ours.url("A"), additional_headers=basic("A", key.encode())) == 101

    on_loop(story())


def test_to_withdraw_the_certificate_of_a_stranger_lets_it_in_nowhere(tmp_path):
    database = tmp_path / "b.db"

    async def story():
        async with yard(database, new_chargers="refuse") as ours:
            admitting.withdraw(ours.desk.store, "A", "certificate", now(), is_usual=False)
            assert await status(ours.url("A")) == 403

    on_loop(story())


def test_a_charger_that_waits_and_is_given_a_password_is_approved_by_it(tmp_path):
    database = tmp_path / "b.db"

    async def story():
        async with yard(database, new_chargers="wait") as ours:
            assert await status(ours.url("A")) == 404
            await ours.until(ours.desk.admission.waiting)
            key = (await shell(database, "password", "A")).strip()
            assert ours.desk.admission.waiting() == []
            assert await status(ours.url("A"), additional_headers=basic("A", key.encode())) == 101
            assert ours.reader.credential("A").digest != new_password("A")[1].digest

    on_loop(story())
