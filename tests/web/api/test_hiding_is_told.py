"""How far older messages are hidden is told to who looks after the server, and is no fault."""

import pytest
import ready_desk
import sample_boards as sample
from litestar.testing import TestClient

from chargeboard import VERSION
from chargeboard.domain.figures.impairment import Impairment
from chargeboard.web.app import create_app

FAR = "older messages are being hidden by today's rules of privacy: 3 of 9 chargers are done"
TOKEN = "t" * 20


@pytest.mark.parametrize(("token", "headers"), [(None, {}), (TOKEN, {"Authorization": f"Bearer {TOKEN}"})])
def test_healthz_says_how_far_it_is_that_all_is_well_and_which_build_it_is(token, headers):
    app = create_app(
        ready_desk.ReadyDesk([]),
        token=token,
        now=lambda: sample.NOW,
        impairment=lambda: Impairment(hiding=FAR),
    )
    with TestClient(app) as client:
        told = client.get("/healthz", headers=headers)
        assert told.status_code == 200
        assert told.text == f"ok: {FAR}\n"
        assert told.headers["chargeboard-version"] == VERSION
        if token:
            stranger = client.get("/healthz")
            assert stranger.text == "ok\n"
            assert "chargeboard-version" not in stranger.headers
            assert FAR not in client.get("/login").text
