"""A long list of chargers is looked at, taken and written beside all other pages, not before them."""

import asyncio
import threading

import httpx
import pytest
from setting_site import Town

from in_a_thread import run

TEXT, KIND = "charger,name\nCP1,Mine", {"content-type": "text/csv"}


class SlowSheet:
    """A list of which nothing is told until it is let."""

    def __init__(self, sheet):
        self.sheet, self.begun, self.let = sheet, threading.Event(), threading.Event()

    def __getattr__(self, name):
        return getattr(self.sheet, name)

    def plan(self, *asked, **named):
        return self._when_it_is_let(self.sheet.plan, *asked, **named)

    def written(self, *asked):
        return self._when_it_is_let(self.sheet.written, *asked)

    def _when_it_is_let(self, do, *asked, **named):
        self.begun.set()
        assert self.let.wait(60)
        return do(*asked, **named)


@pytest.mark.parametrize(
    ("method", "path", "sent"),
    [
        ("GET", "/chargers.csv", {}),
        ("GET", "/api/v1/chargers.csv", {}),
        ("POST", "/settings/chargers", {"data": {"list": TEXT}}),
        ("POST", "/settings/chargers/apply", {"data": {"list": TEXT, "digest": "{digest}"}}),
        ("POST", "/api/v1/chargers.csv/preview", {"content": TEXT, "headers": KIND}),
        ("POST", "/api/v1/chargers.csv?digest={digest}", {"content": TEXT, "headers": KIND}),
    ],
)
def test_while_a_list_is_looked_at_other_pages_are_served(method, path, sent):
    async def story():
        town = Town()
        plan = town.books.sheet.plan(TEXT.encode(), {"CP1", "CP2"})
        slow = SlowSheet(town.books.sheet)
        town.books = type(town.books)(
            chargers=town.books.chargers, sheet=slow, sites=town.books.sites, policy=town.books.policy
        )
        if "digest" in sent.get("data", {}):
            sent["data"]["digest"] = plan.digest
        transport = httpx.ASGITransport(app=town.app(), client=("192.0.2.7", 1))
        async with httpx.AsyncClient(transport=transport, base_url="http://board") as client:
            asked = asyncio.create_task(client.request(method, path.format(digest=plan.digest), **sent))
            assert await asyncio.to_thread(slow.begun.wait, 30)
            assert (await client.get("/healthz")).status_code == 200
            assert not asked.done()
            slow.let.set()
            answer = await asked
            assert answer.status_code in {200, 303}, answer.text
            if method == "GET":
                assert answer.headers["content-type"] == "text/csv; charset=utf-8"
        is_applied = "digest" in str((path, sent))
        assert (town.store.charger("CP1").name == "Mine") == is_applied
        town.close()

    run(story())
