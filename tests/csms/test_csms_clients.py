"""Real clients, nobody's of this project, for a whole session each; the board is what is checked."""

import asyncio
import json
import os
import shutil
import subprocess
from datetime import datetime
from pathlib import Path

import msgspec
import pytest
from ocpp import v16, v21, v201
from yard import on_loop, stamp, yard

from chargeboard.capture.gathering import JournalKeeper
from chargeboard.capture.importing import import_files
from chargeboard.capture.redaction import Redactor
from chargeboard.capture.rejects import Rejects
from chargeboard.cli import place
from chargeboard.cli.server import listening
from chargeboard.domain.policy import Profile
from chargeboard.run.desk import Desk
from chargeboard.store import open_store
from chargeboard.time.instants import MINUTE, instant_of
from projecting import projector_of

RECORDED = Path(__file__).parents[2].parent / "shared" / "data" / "recorded"
STACKS = ["microocpp", "ocppgo", "openocpp", "shiv3", "solidstudio"]


async def one_session(board):
    """What every board says after the session that all of these clients tell."""
    assert board["charger"]["vendor"] == "Yard"
    assert board["charger"]["is_online"]
    (session,) = board["sessions"]
    assert (session["socket"], session["energy_wh"]) == (1, 2500)
    assert session["end"] is not None
    assert board["ongoing"]["active_sessions"] == 0
    assert board["data_quality"]["quarantined"] == board["data_quality"]["orphan_stops"] == 0
    assert list(board["sessions_per_day"].values())[-1] == 1


def test_a_session_of_the_ocpp_packages_1_6_charge_point(tmp_path):
    async def story(charger):
        call = v16.call
        booted = await charger.call(call.BootNotification("Model", "Yard"))
        assert (booted.status, booted.interval) == ("Accepted", 300)
        await charger.call(call.StatusNotification(1, "NoError", "Preparing", timestamp=stamp()))
        assert (await charger.call(call.Authorize("CARD"))).id_tag_info["status"] == "Accepted"
        started = await charger.call(call.StartTransaction(1, "CARD", 1000, stamp()))
        assert started.id_tag_info["status"] == "Accepted"
        number = started.transaction_id
        await charger.call(call.StatusNotification(1, "NoError", "Charging", timestamp=stamp()))
        sample = {"timestamp": stamp(), "sampled_value": [{"value": "2000"}]}
        await charger.call(call.MeterValues(1, [sample], transaction_id=number))
        await charger.call(call.StopTransaction(3500, stamp(), number, reason="Local", id_tag="CARD"))
        await charger.call(call.StatusNotification(1, "NoError", "Available", timestamp=stamp()))
        await charger.call(call.Heartbeat())
        await charger.call(call.FirmwareStatusNotification("Idle"))
        await charger.call(call.SecurityEventNotification("StartupOfTheDevice", stamp(), "none"))
        assert (await charger.call(call.DataTransfer("Yard"))).status == "UnknownVendorId"

    told_by(tmp_path, "ocpp1.6", v16.ChargePoint, story)


@pytest.mark.parametrize(("protocol", "version"), [("ocpp2.0.1", v201), ("ocpp2.1", v21)])
def test_a_session_of_the_ocpp_packages_2_x_charge_point(tmp_path, protocol, version):
    async def story(charger):
        call, types = version.call, version.datatypes
        who = types.ChargingStationType(model="Model", vendor_name="Yard")
        booted = await charger.call(call.BootNotification(charging_station=who, reason="PowerUp"))
        assert booted.status == "Accepted"

        async def status(said):
            await charger.call(
                call.StatusNotification(timestamp=stamp(), connector_status=said, evse_id=1, connector_id=1)
            )

        async def event(number, kind, why, register, **more):
            value = types.SampledValueType(value=register, measurand="Energy.Active.Import.Register")
            return await charger.call(
                call.TransactionEvent(
                    event_type=kind,
                    timestamp=stamp(),
                    trigger_reason=why,
                    seq_no=number,
                    transaction_info=types.TransactionType(transaction_id="T1", charging_state="Charging"),
                    meter_value=[types.MeterValueType(timestamp=stamp(), sampled_value=[value])],
                    evse=types.EVSEType(id=1, connector_id=1),
                    **more,
                )
            )

        card = types.IdTokenType(id_token="CARD", type="ISO14443")
        await status("Available")
        await status("Occupied")
        assert (await charger.call(call.Authorize(id_token=card))).id_token_info["status"] == "Accepted"
        started = await event(0, "Started", "Authorized", 1000, id_token=card)
        assert started.id_token_info["status"] == "Accepted"
        await event(1, "Updated", "MeterValuePeriodic", 2000)
        await event(2, "Ended", "StopAuthorized", 3500)
        await status("Available")
        await charger.call(call.Heartbeat())

    told_by(tmp_path, protocol, version.ChargePoint, story)


def told_by(tmp_path, protocol, charge_point, story):
    async def run():
        async with yard(tmp_path / "b.db") as ours, ours.connect("CP 1", protocol) as link:
            charger = charge_point("CP 1", link)
            listens = asyncio.create_task(charger.start())
            await story(charger)
            listens.cancel()
            await one_session(await ours.board("CP 1"))

    on_loop(run())


NODE = """
const { RPCClient } = require("ocpp-rpc");
const now = () => new Date().toISOString();
(async () => {
  const [url, id] = process.argv.slice(2);
  const client = new RPCClient({ endpoint: url, identity: id, protocols: ["ocpp1.6"], strictMode: true });
  await client.connect();
  const who = { chargePointVendor: "Yard", chargePointModel: "Model" };
  const boot = await client.call("BootNotification", who);
  if (boot.status !== "Accepted") throw new Error(JSON.stringify(boot));
  const status = (status) =>
    client.call("StatusNotification", { connectorId: 1, errorCode: "NoError", status, timestamp: now() });
  await status("Preparing");
  const { transactionId } = await client.call("StartTransaction", {
    connectorId: 1, idTag: "CARD", meterStart: 1000, timestamp: now(),
  });
  await status("Charging");
  await client.call("MeterValues", {
    connectorId: 1, transactionId, meterValue: [{ timestamp: now(), sampledValue: [{ value: "2000" }] }],
  });
  await client.call("StopTransaction", { transactionId, meterStop: 3500, timestamp: now() });
  await status("Available");
  console.log("told");
  process.stdin.once("data", () => process.exit(0));
})().catch((error) => { console.error(error); process.exit(1); });
"""


@pytest.fixture(scope="session")
def node(tmp_path_factory):
    """A folder with npm's ocpp-rpc in it."""
    if not (shutil.which("node") and shutil.which("npm")):
        pytest.skip("npm's ocpp-rpc needs node and npm, which are not here")
    folder = tmp_path_factory.mktemp("node")
    install = ["npm", "install", "--prefix", folder, "--no-audit", "--no-fund", "--silent", "ocpp-rpc@2.2.1"]
    done = subprocess.run(install, check=False, capture_output=True, timeout=120)
    if done.returncode:
        pytest.skip("npm could not install ocpp-rpc")
    (folder / "session.js").write_text(NODE)
    return folder


def test_a_session_of_npms_ocpp_rpc_in_strict_mode(tmp_path, node):
    async def run():
        async with yard(tmp_path / "b.db") as ours:
            client = await asyncio.create_subprocess_exec(
                "node", "session.js", ours.ours.address.rstrip("/"), "CP1",
                cwd=node, stdin=-1, stdout=-1, stderr=-1, env=dict(os.environ),
            )  # fmt: skip
            try:
                said = await client.stdout.readline()
                assert said == b"told\n", (await client.stderr.read()).decode()
                await one_session(await ours.board("CP1"))
            finally:
                client.stdin.write(b"\n")
                await client.communicate()

    on_loop(run())


@pytest.mark.parametrize("stack", STACKS)
def test_a_recorded_session_over_a_socket_gives_the_board_of_its_import(tmp_path, monkeypatch, stack):
    log = RECORDED / f"{stack}.jsonl"
    if not log.exists():
        pytest.skip("the recorded sessions lie in ../shared/data, which is not here")
    rows = [json.loads(line) for line in log.read_text().splitlines()]
    moments = [instant_of(datetime.fromisoformat(row["ts"])) for row in rows]
    clock = [moments[0]]
    for module in (place, listening):
        monkeypatch.setattr(module, "now", lambda: clock[0])

    async def run():
        async with yard(tmp_path / "live.db") as ours:
            links, numbers = {}, {}
            for row, moment in zip(rows, moments, strict=True):
                clock[0] = max(moment, clock[0])
                await replayed(ours, row, links, numbers)
            boards = {station: await ours.board(station) for station in {row["cp"] for row in rows}}
            for link in links.values():
                await link.close()
            return boards

    live = on_loop(run())
    imported = boards_of_import(tmp_path, log, clock[0])
    assert live.keys() == imported.keys()
    for station, board in live.items():
        assert told(board) == told(imported[station])


async def replayed(ours, row, links, numbers):
    """Say what the charger said; where it named the transaction id of its old CSMS, it names ours."""
    station = row["cp"]
    match row["dir"]:
        case "open":
            opened = ours.turns(station).count("open")
            links[station] = await ours.connect(station, row["proto"])
            await ours.until(lambda: ours.turns(station).count("open") > opened)
        case "close":
            closed = ours.turns(station).count("close")
            await links.pop(station).close()
            await ours.until(lambda: ours.turns(station).count("close") > closed)
        case "send" if (answer := json.loads(row["frame"]))[0] == 3 and "transactionId" in answer[2]:
            numbers[station, answer[2]["transactionId"]] = numbers.pop((station, answer[1]))
        case "recv":
            frame = json.loads(row["frame"])
            if frame[0] == 2 and (station, frame[3].get("transactionId")) in numbers:
                frame[3]["transactionId"] = numbers[station, frame[3]["transactionId"]]
            await links[station].send(json.dumps(frame))
            if frame[0] == 2:
                answer = json.loads(await links[station].recv())
                assert answer[0] == 3
                if "transactionId" in answer[2]:
                    numbers[station, answer[1]] = answer[2]["transactionId"]


def boards_of_import(tmp_path, log, at):
    store = open_store(tmp_path / "imported.db")
    try:
        rejects = Rejects(tmp_path / "imported.db.rejected.jsonl")
        redact = Redactor(b"k" * 32)
        import_files(JournalKeeper(store, redact), [str(log)], redact=redact, rejects=rejects)
        desk = Desk(store, lambda station: Profile(id=station), lambda: at + MINUTE)
        for station in projector_of(desk).heard():
            projector_of(desk).refresh(station)
        return {station: msgspec.json.decode(desk.board_json(station, at=at)) for station in desk.stations()}
    finally:
        store.close()


def told(board):
    """What a board says of sessions, states and figures."""
    keys = ("socket", "start", "end", "energy_wh", "outcome", "stop_reason")
    return {
        "sessions": [{key: one.get(key) for key in keys} for one in board["sessions"]],
        "ongoing": board["ongoing"]["active_sessions"],
        "states": {
            socket: [(start, state) for start, _, state in pieces]
            for socket, pieces in board["states"].items()
        },
        "energy": board["energy_per_day_wh"],
        "success": [(day["attempts"], day["successes"]) for day in board["success"]],
        "errors": [error.get("code") for error in board["errors"]],
    }
