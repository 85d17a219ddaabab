import asyncio
import json
from contextlib import suppress

import apsw
import pytest
import websockets
from yard import call, on_loop, yard

from chargeboard.capture.csms.answers import REPEATING, actions
from chargeboard.domain.facts import Sampled
from chargeboard.time.instants import SECOND, text_of
from chargeboard.time.spans import Span

START = {"connectorId": 1, "idTag": "A", "meterStart": 5, "timestamp": "2026-01-01T00:00:00Z"}


def over_the_wire(tmp_path, story, *protocols, **csms):
    async def run():
        async with yard(tmp_path / "b.db", **csms) as ours, ours.connect("A", *protocols) as link:
            await story(ours, link)
            # what is never answered was read before this is
            await call(link, "Heartbeat", number="last")

    on_loop(run())


@pytest.mark.threat("C10")
@pytest.mark.parametrize(
    "odd",
    [
        "", "no json", "[2,", "[]", "[1]", "{}", "null", '[7,"1","X",{}]', '[3,"1",{}]', '[4,"1","E","",{}]',
        '[5,"1","E","",{}]', '[6,"1","NotifyPeriodicEventStream",{}]', "[2]", '[2,{},"Heartbeat",{}]',
        '[2,-1,"Heartbeat",{}]', "[" * 100_000, "9" * 5_000, b"\xff\xfe", b"[2,\xff",
    ],
)  # fmt: skip
def test_what_has_no_readable_id_is_kept_and_not_answered(tmp_path, odd):
    async def story(ours, link):
        await link.send(odd)
        assert (await call(link, "Heartbeat", number="7"))[1] == "7"
        kept = ours.said("A", "in")
        assert len(kept) == (2 if odd else 1)
        text = odd.decode(errors="backslashreplace") if isinstance(odd, bytes) else odd
        assert kept[0] == text or not odd

    over_the_wire(tmp_path, story)


@pytest.mark.threat("C10")
def test_a_text_frame_that_is_no_utf_8_is_kept_and_the_connection_lives(tmp_path):
    async def story(ours, link):
        await link.send(b'[2,"1","Heartbeat",{"x":"\xff"}]', text=True)
        answer = json.loads(await link.recv())
        assert answer[1] == "1"
        assert ours.said("A", "in") == ['[2,"1","Heartbeat",{"x":"\\xff"}]']

    over_the_wire(tmp_path, story)


@pytest.mark.parametrize(
    ("odd", "answer"),
    [
        ('[2,"1","Heartbeat"]', [3, "1"]),
        ('[2,"1","Heartbeat",null]', [3, "1"]),
        ('[2,17,"Heartbeat",{}]', [3, 17]),
        (f'[2,"{"x" * 200}","Heartbeat",{{}}]', [3, "x" * 200]),
        ('[2,"1","MakeCoffee",{}]', [4, "1", "NotImplemented"]),
        ('[2,"1","Heartbeat",[]]', [4, "1", "FormationViolation"]),
        ('[2,"1",[],{}]', [4, "1", "FormationViolation"]),
        ('[2,"1","StatusNotification",{"connectorId":,}]', [4, "1", "FormationViolation"]),
        ('[2,"1","StatusNotification",{"errorCode":"Error","connectorId":"1"}]', [3, "1", {}]),
        ('[2,"1","StopTransaction",{"transactionId":-1}]', [3, "1", {}]),
        ('[2,"1","MeterValues",{"n":' + "9" * 5_000 + "}]", [3, "1", {}]),
    ],
)
def test_a_readable_id_gets_an_answer(tmp_path, odd, answer):
    async def story(ours, link):
        await link.send(odd)
        assert json.loads(await link.recv())[: len(answer)] == answer

    over_the_wire(tmp_path, story)


def night(samples):
    """A valid StopTransaction with so many readings of a night."""
    begin = 1_767_225_600 * SECOND
    readings = [
        {
            "timestamp": text_of(begin + number * SECOND),
            "sampledValue": [
                {"value": str(number), "measurand": "Energy.Active.Import.Register", "unit": "Wh"}
            ],
        }
        for number in range(samples)
    ]
    stop = {"transactionId": 7, "idTag": "DEADBEEF", "meterStop": samples, "timestamp": text_of(begin)}
    return json.dumps([2, "stop", "StopTransaction", stop | {"transactionData": readings}])


@pytest.mark.sqlite("it asks the file itself")
@pytest.mark.parametrize("samples", [1_000, 10_000, 120_000])
def test_a_large_call_is_kept_whole_compressed_answered_and_understood(tmp_path, samples):
    text = night(samples)

    async def story(ours, link):
        await link.send(text)
        await link.send('[2,"next","Heartbeat",{}]')
        assert json.loads(await link.recv()) == [3, "stop", {"idTagInfo": {"status": "Accepted"}}]
        assert json.loads(await link.recv())[1] == "next"
        kept = ours.said("A", "in")
        assert "DEADBEEF" not in kept[0]
        assert json.loads(kept[0])[3]["transactionData"] == json.loads(text)[3]["transactionData"]
        await ours.board("A")
        facts = ours.reader.facts("A", Span(0, 2**62))
        assert sum(isinstance(fact, Sampled) for fact in facts) >= samples
        with apsw.Connection(str(tmp_path / "b.db")) as database:
            bodies = [len(body) for (body,) in database.execute("select body from journal_block")]
        assert len(bodies) == 1
        assert bodies[0] < len(text) / 4

    assert len(text) > 100_000
    over_the_wire(tmp_path, story)


def test_a_large_call_in_pieces_is_not_overtaken_and_a_large_answer_of_the_charger_is_kept(tmp_path):
    text = night(5_000)

    async def story(ours, link):
        await link.send([text[:10], text[10:200_000], text[200_000:]])
        await link.send('[3,"x",{"data":"' + "y" * 300_000 + '"}]')
        await link.send('[2,"next","Heartbeat",{}]')
        assert [json.loads(await link.recv())[1] for _ in range(2)] == ["stop", "next"]
        assert [len(kept) > 200_000 for kept in ours.said("A", "in")] == [True, True, False]

    over_the_wire(tmp_path, story)


def test_large_calls_that_are_broken_or_of_other_kinds_are_answered_as_small_ones_are(tmp_path):
    much = "x" * 300_000
    start = START | {"more": much}

    async def story(ours, link):
        assert (await call(link, "StartTransaction", start, "1"))[2]["transactionId"] > 0
        first = await call(link, "StartTransaction", start, "2")
        assert first[2] == (await call(link, "StartTransaction", START, "3"))[2]
        assert (await call(link, "Nonsense", {"more": much}, "4"))[:3] == [4, "4", "NotImplemented"]
        await link.send('[2,"5","Heartbeat",{"more":"' + much)
        assert json.loads(await link.recv())[:3] == [4, "5", "FormationViolation"]
        await link.send('[2,"6","Heartbeat",["' + much + '"]]')
        assert json.loads(await link.recv())[:3] == [4, "6", "FormationViolation"]

    over_the_wire(tmp_path, story)


def test_the_process_beside_that_ends_is_started_again(tmp_path):
    async def story(ours, link):
        aside = ours.ours.endpoint._aside
        for number in ("1", "2"):
            assert (await call(link, "DataTransfer", {"data": "x" * 300_000}, number))[:2] == [3, number]
            aside._process.kill()
            await aside._process.wait()
        assert (await call(link, "DataTransfer", {"data": "x" * 300_000}, "3"))[:2] == [3, "3"]

    over_the_wire(tmp_path, story)


def test_an_oversize_call_is_refused_by_its_id_and_kept_as_head_and_length_and_the_connection_lives(tmp_path):
    async def story(ours, link):
        await link.send('[2,"1","DataTransfer",{"data":"' + "x" * (17 << 20))
        answer = json.loads(await link.recv())
        assert answer[:4] == [4, "1", "FormationViolation", "the message is too long"]
        await link.send("x" * (17 << 20))
        assert (await call(link, "Heartbeat", number="2"))[1] == "2"
        kept = ours.said("A", "in")[0]
        assert kept.startswith('[2,"1","DataTransfer",{"data":"xxx')
        assert kept.endswith("(17,825,823 bytes, only the beginning was kept)")
        assert len(kept) < 5_000

    over_the_wire(tmp_path, story)


def test_what_no_message_is_as_long_as_ends_the_connection_with_1009(tmp_path):
    async def story():
        async with yard(tmp_path / "b.db", message_most_mib=1) as ours:
            link = await ours.connect("A")
            with suppress(websockets.ConnectionClosed):
                await link.send("x" * ((1 << 20) + 1))
            with pytest.raises(websockets.ConnectionClosed):
                await link.recv()
            assert link.close_code == 1009
            await ours.until(lambda: ours.turns("A")[-1:] == ["close"])

    on_loop(story())


def test_calls_that_do_not_wait_are_answered_in_order(tmp_path):
    async def story(ours, link):
        for number in range(100):
            text = json.dumps([2, str(number), "Heartbeat", {}])
            # one in pieces has to be put together, and is not overtaken meanwhile
            await link.send([text[:5], text[5:9], text[9:]] if number % 7 == 3 else text)
        answered = [json.loads(await link.recv())[1] for _ in range(100)]
        assert answered == [str(number) for number in range(100)]

    over_the_wire(tmp_path, story)


@pytest.mark.threat("C14")
def test_the_same_message_again_gets_the_same_answer(tmp_path):
    async def story(ours, link):
        first = await call(link, "StartTransaction", START)
        assert await call(link, "StartTransaction", START) == first
        assert (await call(link, "StartTransaction", START, number="2"))[2] == first[2]
        other = await call(link, "StartTransaction", START | {"meterStart": 6}, number="3")
        assert other[2]["transactionId"] not in {first[2]["transactionId"], 0}
        async with ours.connect("B") as another:
            await call(another, "StartTransaction", START)

    over_the_wire(tmp_path, story)


def test_a_rejected_start_gets_a_real_id(tmp_path):
    async def story(ours, link):
        answer = (await call(link, "StartTransaction", START | {"idTag": "nobody"}))[2]
        assert answer["idTagInfo"] == {"status": "Invalid"}
        assert 0 < answer["transactionId"] < 2**31
        assert (await call(link, "Authorize", {"idTag": "card"}))[2] == {"idTagInfo": {"status": "Accepted"}}
        assert not [text for text in ours.said("A", "in") if "nobody" in text or "card" in text]

    over_the_wire(tmp_path, story, authorize="list", tokens=("CARD",))


def test_2_x_transactions_are_authorised_by_their_token(tmp_path):
    async def story(ours, link):
        async def told(kind, token):
            token = {"idToken": token} if token else {}
            return (await call(link, "TransactionEvent", {"eventType": kind} | token))[2]

        card = {"idToken": "card", "type": "ISO14443"}
        assert await told("Started", None) == {}
        assert await told("Started", card) == {"idTokenInfo": {"status": "Invalid"}}
        assert await told("Ended", card) == {"idTokenInfo": {"status": "Accepted"}}

    over_the_wire(tmp_path, story, "ocpp2.0.1", authorize="none")


@pytest.mark.threat("C13")
def test_an_answer_is_in_the_journal_before_it_leaves(tmp_path):
    async def story(ours, link):
        for number in range(20):
            await link.send(json.dumps([2, str(number), "Heartbeat", {}]))
            answer = await link.recv()
            assert ours.said("A", "out")[-1] == answer

    over_the_wire(tmp_path, story)


def test_a_frame_that_needs_no_answer_does_not_wait_for_the_next(tmp_path):
    async def story(ours, link):
        await link.send('[3,"9",{}]')
        await ours.until(lambda: ours.said("A", "in") == ['[3,"9",{}]'])
        await asyncio.sleep(0)

    over_the_wire(tmp_path, story)


PLANTED = "PLANTED-77-Q"
EVERYWHERE = {
    "idTag": PLANTED,
    "idToken": {"idToken": PLANTED, "type": "Central"},
    "certificate": PLANTED,
    "csr": PLANTED,
    "exiRequest": PLANTED,
    "vatNumber": PLANTED,
    "pspRef": PLANTED,
    "receiptUrl": PLANTED,
    "certificateStatusRequests": [
        {
            "source": "OCSP",
            "urls": [],
            "certificateHashData": {
                "hashAlgorithm": "SHA256",
                "issuerNameHash": "n",
                "issuerKeyHash": "k",
                "serialNumber": PLANTED,
            },
        }
    ],
}


@pytest.mark.threat("K1")
@pytest.mark.parametrize("protocol", ["ocpp1.6", "ocpp2.1"])
def test_what_an_answer_of_ours_repeats_is_said_and_not_kept(tmp_path, protocol):
    async def story(ours, link):
        answers = {
            action: await call(link, action, EVERYWHERE, number=f"n{n}")
            for n, action in enumerate(actions(protocol))
        }
        assert {action for action, told in answers.items() if PLANTED in json.dumps(told)} == (
            REPEATING if protocol == "ocpp2.1" else set()
        )
        kept = ours.said("A", "in") + ours.said("A", "out")
        assert len(kept) == 2 * len(answers)
        assert not [text for text in kept if PLANTED in text]

    over_the_wire(tmp_path, story, protocol)
