import json

import pytest
from yard import call, on_loop, yard

from chargeboard.capture.csms.answers import actions


@pytest.mark.threat("C15")
@pytest.mark.parametrize("protocol", ["ocpp1.6", "ocpp2.0.1", "ocpp2.1"])
def test_a_charger_hears_answers_to_what_it_asked_and_nothing_else(tmp_path, protocol):
    async def story():
        async with yard(tmp_path / "b.db", ping_interval_s=1) as ours, ours.connect("A", protocol) as link:
            asked = [*actions(protocol), "Unheard"]
            for number, action in enumerate(asked):
                answer = await call(link, action, {"idTag": "A"}, str(number))
                assert answer[0] in {3, 4}
                assert answer[1] == str(number)
            await ours.until(lambda: "pong" in ours.turns("A"))
            said = [json.loads(text) for text in ours.said("A", "out")]
            assert [one[1] for one in said] == [str(number) for number in range(len(asked))]

    on_loop(story())
