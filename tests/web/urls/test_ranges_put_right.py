import re

import little_town as town
import pytest
from litestar.testing import TestClient

from chargeboard.web.app import create_app

D20, D21 = "2026-11-20", "2026-11-21"
INPUT = re.compile(r"<input ([^>]*)>")


def inputs(page):
    """By name: the attributes of a page's inputs."""
    told = [dict(re.findall(r'([a-z-]+)="([^"]*)"', one)) for one in INPUT.findall(page)]
    return {one["name"]: one for one in told if "name" in one}


@pytest.fixture(scope="module")
def client(little_desk):
    with TestClient(create_app(little_desk, token=None, now=lambda: town.NOW)) as one:
        yield one


@pytest.mark.parametrize(
    ("path", "query", "wrong", "written"),
    [
        ("", f"from={D21}&through={D20}&last=7d", "through", {"from": D21, "through": D20}),
        ("", f"from=0001-01-01&through={D20}", "from", {"from": "0001-01-01", "through": D20}),
        ("", f"day={D21}&until={D20}", "until", {"day": D21, "until": D20}),
        ("", f"from={D20}", "through", {"from": D20, "through": ""}),
        ("/days", f"from=2010-01-01&through={D20}", "from", {"from": "2010-01-01", "through": D20}),
        ("/sessions", f"from={D21}&through={D20}&socket=1", "through", {"from": D21}),
        ("/sessions", "from=21.11.2026&through=%22%3E%3Cscript%3E", "from", {"from": "21.11.2026"}),
        ("/sessions", "socket=one", "socket", {"socket": "one"}),
        ("/frames", f"from={D21}T10:00&to={D20}T10:00", "to", {"to": f"{D20}T10:00"}),
    ],
)
def test_a_range_that_cannot_be_is_given_back_to_be_put_right(client, path, query, wrong, written):
    page = client.get(f"/chargers/{town.HUB}{path}?{query}")
    assert page.status_code == 400
    found = inputs(page.text)
    assert {name: found[name]["value"] for name in written} == written
    assert [name for name, one in found.items() if "aria-invalid" in one] == [wrong]
    assert f'action="/chargers/{town.HUB}{path}"' in page.text
    assert 'id="why"' in page.text
    assert "<script>" not in page.text
    # what the form does not ask for goes with it
    asked = {part.partition("=")[0] for part in query.split("&")}
    assert asked <= found.keys()
    # a picker would show nothing where no date is written
    assert all(
        one["type"] != "date" or re.fullmatch(r"(\d{4}-\d\d-\d\d)?", one["value"]) for one in found.values()
    )
