import base64
import shutil
import ssl
import subprocess

import pytest
import websockets
from yard import call, on_loop, yard

from chargeboard.capture.csms.admission import new_password
from chargeboard.capture.csms.identity import BadIdentityError, charger_id
from chargeboard.domain.records import Credential

BOOT = {"chargePointVendor": "v", "chargePointModel": "m"}


@pytest.mark.parametrize(
    ("target", "station"),
    [
        ("/ocpp/CP1", "CP1"),
        ("/CP1", "CP1"),
        ("//CP1", "CP1"),
        ("///ocpp//CP1", "CP1"),
        ("/ocpp/CP1/", "CP1"),
        ("/ocpp/RDAM%20123", "RDAM 123"),
        ("/ocpp/RDAM%7C123", "RDAM|123"),
        ("/ocpp/a%2Fb", "a/b"),
        ("/ocpp/a%252Fb", "a%2Fb"),
        ("/ocpp/cp_1-x?token=1", "cp_1-x"),
        ("/ocpp/%C3%A9", "é"),
        ("/steve/websocket/CentralSystemService/CP1", "CP1"),
        ("ws://host:9000/ocpp/CP1", "CP1"),
        ("/ocpp/ocpp", "ocpp"),
    ],
)
def test_the_path_names_the_charger(target, station):
    """Source: definitions Q37."""
    assert charger_id(target) == station


@pytest.mark.parametrize(
    "target", ["/", "/ocpp/", "/ocpp", "/ocpp/%20", "/ocpp/%ff", "/ocpp/a%00b", "/ocpp/" + "x" * 256]
)
def test_a_path_that_names_no_charger_says_so(target):
    with pytest.raises(BadIdentityError):
        charger_id(target)


def test_the_chargers_first_subprotocol_that_we_speak_is_chosen(tmp_path):
    async def story():
        async with yard(tmp_path / "b.db") as ours:
            async with ours.connect("A", "ocpp9", "ocpp2.1", "ocpp1.6") as link:
                assert link.subprotocol == "ocpp2.1"
                assert (await call(link, "Heartbeat"))[0] == 3
            assert {frame.protocol for frame in ours.frames("A") if frame.direction == "in"} == {"ocpp2.1"}

    on_loop(story())


def test_no_subprotocol_at_all_means_the_fallback_and_is_flagged(tmp_path):
    async def story():
        async with yard(tmp_path / "b.db") as ours:
            async with websockets.connect(ours.url("A")) as link:
                assert link.subprotocol is None
                assert (await call(link, "BootNotification", BOOT))[2]["status"] == "Accepted"
            board = await ours.board("A")
            assert board["data_quality"]["nonconformant"] == 1

    on_loop(story())


def test_no_subprotocol_in_common_is_accepted_without_one_and_closed(tmp_path):
    async def story():
        async with yard(tmp_path / "b.db") as ours:
            link = await websockets.connect(ours.url("A"), subprotocols=["ocpp9"])
            with pytest.raises(websockets.ConnectionClosed):
                await link.recv()
            assert link.subprotocol is None
            assert ours.frames("A") == []

    on_loop(story())


def test_an_address_without_a_charger_is_404(tmp_path):
    async def story():
        async with yard(tmp_path / "b.db") as ours:
            assert await status(ours.ours.address) == 404

    on_loop(story())


async def status(url, **options):
    try:
        async with websockets.connect(url, subprotocols=["ocpp1.6"], **options):
            return 101
    except websockets.InvalidStatus as refused:
        return refused.response.status_code


def basic(user, password):
    return {"Authorization": "Basic " + base64.b64encode(user.encode() + b":" + password).decode()}


@pytest.mark.threat("C3")
def test_a_password_is_compared_as_bytes_or_as_hexadecimal_digits(tmp_path):
    async def story():
        async with yard(tmp_path / "b.db", require_password=True) as ours:
            url = ours.url("A")
            assert await status(url) == 401, "nobody gave it a password"
            key, credential = new_password("A")
            ours.desk.store.save_credential(credential)
            assert await status(url) == 401
            assert await status(url, additional_headers=basic("A", key.encode())) == 101
            assert await status(url, additional_headers=basic("A", bytes.fromhex(key))) == 101
            assert await status(url, additional_headers=basic("A", bytes.fromhex(key)[:-1])) == 401
            assert await status(url, additional_headers=basic("B", key.encode())) == 401
            assert await status(url, additional_headers={"Authorization": "Basic %%%"}) == 401
            assert await status(url, additional_headers={"Authorization": "Bearer " + key}) == 401
            assert await status(ours.url("B"), additional_headers=basic("A", key.encode())) == 401

    on_loop(story())


@pytest.mark.threat("C3")
def test_a_charger_that_has_a_password_must_send_it_even_where_none_is_required(tmp_path):
    async def story():
        async with yard(tmp_path / "b.db") as ours:
            ours.desk.store.save_credential(new_password("A")[1])
            assert (await status(ours.url("A")), await status(ours.url("B"))) == (401, 101)

    on_loop(story())


@pytest.mark.threat("C5")
def test_a_new_charger_waits_for_approval(tmp_path):
    async def story():
        async with yard(tmp_path / "b.db", new_chargers="wait") as ours:
            assert await status(ours.url("A")) == 404
            await ours.until(ours.desk.admission.waiting)
            assert [one.station for one in ours.desk.admission.waiting()] == ["A"]
            assert await status(ours.url("A")) == 403
            ours.desk.admission.approve("A")
            assert ours.desk.admission.waiting() == []
            assert await status(ours.url("A")) == 101
            await ours.until(lambda: ours.turns("A")[:1] == ["open"])

    on_loop(story())


def test_who_was_heard_before_does_not_wait(tmp_path):
    async def story():
        async with yard(tmp_path / "b.db") as ours:
            assert await status(ours.url("OLD")) == 101
            await ours.until(lambda: ours.turns("OLD")[:1] == ["open"])
        async with yard(tmp_path / "b.db", new_chargers="wait") as ours:
            assert (await status(ours.url("OLD")), await status(ours.url("NEW"))) == (101, 404)
            # a version that did not know it had it wait
            ours.desk.store.save_credential(Credential(station="OLD", approved=False, asked_at=5))
            assert await status(ours.url("OLD")) == 101
            await ours.until(lambda: [one.station for one in ours.desk.admission.waiting()] == ["NEW"])
            # what an operator said stands
            ours.desk.admission.withdraw("OLD")
            assert await status(ours.url("OLD")) == 403
        async with yard(tmp_path / "b.db", new_chargers="refuse") as ours:
            ours.desk.admission.approve("OLD")
            assert (await status(ours.url("OLD")), await status(ours.url("NEW"))) == (101, 403)

    on_loop(story())


@pytest.mark.threat("C5")
def test_of_strangers_only_so_many_wait_and_who_was_dismissed_does_not_wait_again(tmp_path):
    async def story():
        async with yard(tmp_path / "b.db", new_chargers="wait", waiting_most=3) as ours:
            for number in range(8):
                assert await status(ours.url(f"N{number}")) == 404
            await ours.until(lambda: ours.desk.admission.dropped_waiting() == 5)
            assert [one.station for one in ours.desk.admission.waiting()] == ["N5", "N6", "N7"]
            assert ours.desk.admission.dismiss("N6")
            assert not ours.desk.admission.dismiss("N6")
            assert await status(ours.url("N6")) == 403
            assert [one.station for one in ours.desk.admission.waiting()] == ["N5", "N7"]
            ours.desk.admission.approve("N6")
            assert await status(ours.url("N6")) == 101

    on_loop(story())


@pytest.mark.threat("C5")
def test_strangers_are_refused_and_not_remembered_where_the_settings_say_so(tmp_path):
    async def story():
        async with yard(tmp_path / "b.db", new_chargers="refuse") as ours:
            assert await status(ours.url("A")) == 404
            assert ours.desk.store.credentials() == []

    on_loop(story())


def made(folder, name, *, authority=None):
    """A key and a certificate: self-signed, or signed by an authority."""
    key, certificate, request = (folder / f"{name}.{kind}" for kind in ("key", "pem", "csr"))
    subject = ["-subj", f"/O=Yard/CN={name}"]
    new = ["openssl", "req", "-newkey", "rsa:2048", "-nodes", "-keyout", key, *subject]
    if authority is None:
        san = ["-addext", "subjectAltName=IP:127.0.0.1"]
        run([*new, "-x509", "-days", "2", "-out", certificate, *san])
    else:
        run([*new, "-out", request])
        signer = folder / authority
        signed = ["-CA", f"{signer}.pem", "-CAkey", f"{signer}.key", "-CAcreateserial"]
        run(["openssl", "x509", "-req", "-in", request, "-days", "2", "-out", certificate, *signed])
    return str(certificate), str(key)


def run(command):
    subprocess.run([str(part) for part in command], check=True, capture_output=True)


needs_openssl = pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl makes the certificates")


@pytest.mark.threat("C17")
@needs_openssl
def test_profile_2_encrypts_and_old_chargers_may_use_rsa_key_exchange_if_allowed(tmp_path):
    certificate, key = made(tmp_path, "server")
    old = ssl.create_default_context(cafile=certificate)
    old.maximum_version = ssl.TLSVersion.TLSv1_2
    old.set_ciphers("AES128-GCM-SHA256")
    tls = {"tls_certificate": certificate, "tls_key": key}

    async def story():
        async with yard(tmp_path / "b.db", **tls) as ours:
            trusting = ssl.create_default_context(cafile=certificate)
            assert ours.ours.address.startswith("wss://")
            async with ours.connect("A", ssl=trusting) as link:
                assert (await call(link, "Heartbeat"))[0] == 3
            with pytest.raises((ssl.SSLError, ConnectionError)):
                await websockets.connect(ours.url("A"), ssl=old)
        lenient = yard(tmp_path / "b.db", **tls, legacy_rsa_kx=True)
        async with lenient as ours, ours.connect("A", ssl=old) as link:
            assert (await call(link, "Heartbeat"))[0] == 3

    on_loop(story())


@pytest.mark.threat("C4")
@needs_openssl
def test_profile_3_lets_in_whose_certificate_has_the_chargers_name(tmp_path):
    server, key = made(tmp_path, "server")
    made(tmp_path, "authority")
    tls = {"tls_certificate": server, "tls_key": key, "tls_ca": str(tmp_path / "authority.pem")}
    own = made(tmp_path, "A", authority="authority")
    forged = made(tmp_path, "B")

    def context(chain=None):
        trusting = ssl.create_default_context(cafile=server)
        if chain:
            trusting.load_cert_chain(*chain)
        return trusting

    async def story():
        async with yard(tmp_path / "b.db", **tls, require_certificate=True) as ours:
            assert await status(ours.url("A"), ssl=context(own)) == 101
            assert await status(ours.url("C"), ssl=context(own)) == 403
            for unknown in (context(), context(forged)):
                with pytest.raises((ssl.SSLError, ConnectionError, websockets.InvalidMessage)):
                    await websockets.connect(ours.url("B"), ssl=unknown)

    on_loop(story())
