"""How is guessing slowed, and what is left after logging out? Over real sockets."""

import asyncio
import logging
import re
import threading
import time
from contextlib import suppress

import httpx
import pytest
from live_site import LiveSite
from ready_desk import TOKEN

from chargeboard.domain.addresses import Proxies
from chargeboard.domain.people import EVERYBODY
from chargeboard.run.people.guesses import AT_ONCE as GUESSES
from chargeboard.run.people.guesses import BACK_S as GUESS_BACK_S
from chargeboard.run.people.log_ins import LogIns
from chargeboard.store import open_store
from chargeboard.time.instants import SECOND
from chargeboard.web.access.front import Front
from chargeboard.web.access.guard import COOKIE
from in_a_thread import run

RIGHT = {"authorization": f"Bearer {TOKEN}"}
WRONG = {"authorization": "Bearer wrong"}


@pytest.fixture
def site(tmp_path):
    found = LiveSite(tmp_path / "board.db", token=TOKEN, front=Front(proxies=Proxies(["127.0.0.1"])))
    found.boots()
    yield found
    found.close()


def of(address, **headers):
    return headers | {"x-forwarded-for": address}


def logged_in(site, client):
    answer = client.post(f"{site.url}/login", data={"token": TOKEN, "next": "/"})
    assert answer.status_code == 303
    return answer.cookies[COOKIE]


def guessed(site, who, times, how="bearer"):
    with httpx.Client() as client:
        for _ in range(times):
            if how == "bearer":
                yield client.get(f"{site.url}/api/v1/chargers", headers=of(who, **WRONG))
            else:
                yield client.post(f"{site.url}/login", data={"token": "wrong"}, headers=of(who))


@pytest.mark.threat("W3")
@pytest.mark.parametrize("how", ["bearer", "form"])
def test_who_guesses_is_slowed_and_nobody_else_is(site, how, caplog):
    site.stands_at = site.now()
    caplog.set_level(logging.WARNING)
    found = [answer.status_code for answer in guessed(site, "192.0.2.7", GUESSES + 3, how)]
    assert found == [401] * GUESSES + [429] * 3
    said = [record.getMessage() for record in caplog.records if "wrong token" in record.getMessage()]
    assert len(said) == GUESSES
    assert all("192.0.2.7" in line and "wrong from" not in line and TOKEN not in line for line in said)
    assert "ignored for" in said[-1]
    url = f"{site.url}/api/v1/chargers"
    refused = httpx.get(url, headers=of("192.0.2.7", **RIGHT))
    assert refused.status_code == 429, "else the answer would tell that this is the token"
    assert 0 < int(refused.headers["retry-after"]) <= GUESS_BACK_S
    assert refused.json()["status"] == 429
    assert httpx.get(url, headers=of("192.0.2.8", **RIGHT)).status_code == 200
    site.stands_at += round(GUESS_BACK_S * 1_000_000)
    assert httpx.get(url, headers=of("192.0.2.7", **RIGHT)).status_code == 200


def test_who_is_logged_in_stays_so_whatever_the_neighbours_try(site):
    site.stands_at = site.now()
    with httpx.Client() as client:
        ticket = logged_in(site, client)
    assert [one.status_code for one in guessed(site, "127.0.0.1", GUESSES + 1)][-1] == 429
    assert httpx.get(site.url, cookies={COOKIE: ticket}).status_code == 200


def test_the_form_says_when_to_try_again(site):
    site.stands_at = site.now()
    last = list(guessed(site, "192.0.2.7", GUESSES + 1, "form"))[-1]
    assert re.search(
        r"Too many wrong tokens or passwords came from this address\. Try again in \d s\.", last.text
    )
    assert "retry-after" in last.headers


def test_an_ipv6_subscriber_is_one_and_a_strange_header_makes_nobody_another(site):
    site.stands_at = site.now()
    for number in range(GUESSES):
        who = of(f"2001:db8:1:2::{number:x}", **WRONG)
        assert httpx.get(f"{site.url}/api/v1/chargers", headers=who).status_code == 401
    for who, status in (("2001:db8:1:2:ffff::1", 429), ("2001:db8:1:3::1", 401)):
        assert httpx.get(f"{site.url}/api/v1/chargers", headers=of(who, **WRONG)).status_code == status


@pytest.mark.threat("W7")
def test_an_address_that_nobody_trusted_told_is_not_believed(tmp_path, caplog):
    site = LiveSite(tmp_path / "board.db", token=TOKEN, front=Front())
    site.stands_at = site.now()
    try:
        found = [next(guessed(site, f"192.0.2.{number}", 1)).status_code for number in range(GUESSES + 1)]
    finally:
        site.close()
    assert found == [401] * GUESSES + [429]
    told = [record.getMessage() for record in caplog.records if "trusted_proxies" in record.getMessage()]
    assert len(told) == 1


def test_a_wrong_token_is_answered_at_once_and_leaves_nothing_waiting(site):
    """To let a guesser wait in line would let him fill the line."""
    answers = []

    def guess(number):
        answers.append(next(guessed(site, f"198.51.100.{number}", 1)).status_code)

    threads = [threading.Thread(target=guess, args=(number,)) for number in range(40)]
    for one in threads:
        one.start()
    for one in threads:
        one.join(60)
    assert answers == [401] * 40
    assert httpx.get(f"{site.url}/healthz").status_code == 200


@pytest.mark.threat("W2")
def test_the_health_of_the_server_is_no_way_to_guess(site):
    site.stands_at = site.now()
    site.impairment = type(site.impairment)(why="the disk is full")
    url = f"{site.url}/healthz"
    assert httpx.get(url, headers=of("192.0.2.7", **RIGHT)).text == "the disk is full\n"
    assert [httpx.get(url, headers=of("192.0.2.7", **WRONG)).text for _ in range(GUESSES + 1)] == [
        "not ok\n"
    ] * (GUESSES + 1)
    assert httpx.get(url, headers=of("192.0.2.7", **RIGHT)).text == "not ok\n"


@pytest.mark.threat("W4")
def test_after_logging_out_the_cookie_is_worth_nothing_also_after_a_new_start(site):
    with httpx.Client() as mine, httpx.Client() as other:
        ticket, others = logged_in(site, mine), logged_in(site, other)
        assert ticket != others
        assert mine.post(f"{site.url}/logout").headers["location"] == "/login"
        assert COOKIE not in mine.cookies
    for _ in range(2):
        assert httpx.get(site.url, cookies={COOKIE: ticket}).status_code == 303
        assert httpx.get(site.url, cookies={COOKIE: others}).status_code == 200
        site.stop()
        site.start()


def test_a_log_in_whose_time_is_over_is_kept_no_longer_and_one_that_was_given_back_not_at_all(site):
    with httpx.Client() as client, httpx.Client() as other:
        logged_in(site, client)
        logged_in(site, other)
        assert len(site.store.log_ins()) == 2
        client.post(f"{site.url}/logout")
    assert len(site.store.log_ins()) == 1
    site.ahead += 31 * 86_400 * 1_000_000
    with httpx.Client() as client:
        logged_in(site, client)
    assert len(site.store.log_ins()) == 1


def _followed(site, headers):
    """A stream that is open, and how it ended, once it has."""
    ended = threading.Event()
    began = threading.Event()

    def follow():
        url = f"{site.url}/chargers/C1/live"
        # those that the test leaves open end with the server, in no orderly way
        with suppress(httpx.HTTPError), httpx.stream("GET", url, headers=headers, timeout=60) as answer:
            for _ in answer.iter_lines():
                began.set()
            ended.set()

    threading.Thread(target=follow, daemon=True).start()
    assert began.wait(60)
    return ended


@pytest.mark.threat("W4")
def test_logging_out_ends_the_streams_of_that_log_in_and_no_others(site):
    with httpx.Client() as mine, httpx.Client() as other:
        ticket, others = logged_in(site, mine), logged_in(site, other)
        first, second = (_followed(site, {"cookie": f"{COOKIE}={ticket}"}) for _ in range(2))
        theirs = _followed(site, {"cookie": f"{COOKIE}={others}"})
        bearers = _followed(site, RIGHT)
        mine.post(f"{site.url}/logout")
        assert first.wait(60)
        assert second.wait(60)
    give_up = time.monotonic() + 60
    while site.live.viewers != 2:
        assert time.monotonic() < give_up
        time.sleep(0.01)
    assert not theirs.is_set()
    assert not bearers.is_set()
    assert httpx.get(f"{site.url}/live", headers={"cookie": f"{COOKIE}={ticket}"}).status_code == 303


def test_what_is_open_ends_with_its_ticket():
    clock, store = [1_000 * SECOND], open_store(":memory:")
    ours = LogIns(store, store, lambda: clock[0], TOKEN)
    held = ours.reader(ours.begin(None, "192.0.2.1", "a browser"))

    async def story():
        with ours.visit(held) as visit, ours.visit(EVERYBODY) as open_to_all:
            endless, ends = (asyncio.create_task(one.over()) for one in (open_to_all, visit))
            clock[0] = held.log_in.until
            ours.look_again()
            await asyncio.wait_for(ends, 60)
            assert not endless.done()
            endless.cancel()

    run(story())
    assert ours.reader(ours.begin(None, "192.0.2.1", "a browser")) is not None
    assert ours._visits == set()


@pytest.mark.parametrize("path", ["/logout", "/login"])
@pytest.mark.parametrize("headers", [{"sec-fetch-site": "cross-site"}, {"origin": "https://evil.example"}])
def test_another_site_cannot_log_in_or_out(site, path, headers):
    with httpx.Client() as client:
        ticket = logged_in(site, client)
        answer = client.post(f"{site.url}{path}", data={"token": TOKEN}, headers=headers)
    assert answer.status_code == 403
    assert "set-cookie" not in answer.headers
    assert httpx.get(site.url, cookies={COOKIE: ticket}).status_code == 200


def test_a_link_to_the_form_goes_on_where_one_is_in_already(site):
    with httpx.Client() as client:
        logged_in(site, client)
        for target, goes_to in (("/chargers/C1?last=7d", "/chargers/C1?last=7d"), ("//evil.example", "/")):
            answer = client.get(f"{site.url}/login", params={"next": target})
            assert (answer.status_code, answer.headers["location"]) == (303, goes_to)
    assert httpx.get(f"{site.url}/login", params={"next": "/chargers/C1"}).status_code == 200
