import asyncio
import json
from contextlib import suppress

import pytest
import websockets
from yard import call, on_loop, yard

START = {"connectorId": 1, "idTag": "A", "meterStart": 5, "timestamp": "2026-01-01T00:00:00Z"}


def over_the_wire(tmp_path, story, *protocols, **csms):
    async def run():
        async with yard(tmp_path / "b.db", **csms) as ours, ours.connect("A", *protocols) as link:
            await story(ours, link)
            # what is never answered was read before this is
            await call(link, "Heartbeat", number="last")

    on_loop(run())


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


def test_an_oversize_frame_is_kept_as_head_and_length_and_the_connection_lives(tmp_path):
    async def story(ours, link):
        await link.send('[2,"1","DataTransfer",{"data":"' + "x" * (2 << 20))
        assert (await call(link, "Heartbeat", number="2"))[1] == "2"
        kept = ours.said("A", "in")[0]
        assert kept.startswith('[2,"1","DataTransfer",{"data":"xxx')
        assert kept.endswith("(2,097,183 bytes, only the beginning was kept)")
        assert len(kept) < 5_000

    over_the_wire(tmp_path, story)


def test_over_16_mib_the_connection_is_closed_with_1009(tmp_path):
    async def story():
        async with yard(tmp_path / "b.db") as ours:
            link = await ours.connect("A")
            with suppress(websockets.ConnectionClosed):
                await link.send("x" * ((16 << 20) + 1))
            with pytest.raises(websockets.ConnectionClosed):
                await link.recv()
            assert link.close_code == 1009
            await ours.until(lambda: ours.turns("A")[-1] == "close")

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
