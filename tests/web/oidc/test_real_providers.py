"""Services that others wrote, as they are: with a browser, without script, on a phone."""

import json
import os
import re
import subprocess
import sys
import time

import httpx
import pytest
from looks import is_well, looks
from playwright.sync_api import expect
from serving import served

from chargeboard.domain.people import Role
from chargeboard.run.people.vouching import Terms
from free_ports import free_port

TERMS = Terms(is_for_anybody=True, roles={"crew": Role.OPERATOR, "lead": Role.ADMIN})
ADA = {"sub": "ada-1", "email": "ada@example.org", "email_verified": True, "name": "Ada", "groups": ["crew"]}
EVE = {"sub": "eve-2", "email": "eve@example.org", "email_verified": False, "name": "Eve", "groups": ["lead"]}


@pytest.fixture(scope="module")
def provider():
    """oidc-provider-mock, in a process of its own; anybody may be chosen there."""
    port = free_port()
    told = [word for one in (ADA, EVE) for word in ("--user-claims", json.dumps(one))]
    process = subprocess.Popen(
        [sys.executable, "-m", "oidc_provider_mock", "-p", str(port), "-H", "127.0.0.1", "-n", "1", *told],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=os.environ | {"PYTHONWARNINGS": "ignore"},
    )
    url = f"http://localhost:{port}"
    try:
        await_answer(f"{url}/.well-known/openid-configuration", process)
        yield url
    finally:
        process.terminate()
        process.wait(60)


def await_answer(url, process, patience_s=60):
    until = time.monotonic() + patience_s
    while time.monotonic() < until and process.poll() is None:
        try:
            if httpx.get(url, trust_env=False).status_code == 200:
                return
        except httpx.TransportError:
            pass
        time.sleep(0.1)
    pytest.fail(f"{url} is not served")


@pytest.fixture
def page_of(provider, joined):
    yield from served(joined(provider, TERMS, claims=("groups", "")))


@pytest.mark.page
@pytest.mark.parametrize("has_script", [True, False])
def test_somebody_logs_in_and_out_by_another_service(browser, provider, page_of, people, has_script):
    with browser.new_context(java_script_enabled=has_script) as context:
        page = context.new_page()
        page.goto(f"{page_of}/chargers/HAM-0042")
        page.get_by_role("link", name="Log in with Example ID").click()
        page.wait_for_url(f"{provider}/**")
        page.get_by_role("button", name="ada-1").click()
        page.wait_for_url(f"{page_of}/chargers/HAM-0042")
        expect(page.get_by_role("link", name="Ada")).to_be_visible()
        expect(page.get_by_role("link", name="People")).to_have_count(0)
        assert people.accounts.of("Ada").role is Role.OPERATOR
        page.get_by_role("button", name="Log out").click()
        page.wait_for_url(f"{provider}/**")
        page.get_by_role("button").first.click()
        page.wait_for_url(f"{page_of}/login")
        page.goto(f"{page_of}/")
        expect(page.get_by_role("link", name="Log in with Example ID")).to_be_visible()


@pytest.mark.page
def test_who_denies_it_there_is_told_so_here_and_may_try_again(browser, provider, page_of, people):
    with browser.new_context() as context:
        page = context.new_page()
        page.goto(f"{page_of}/login")
        page.get_by_role("link", name="Log in with Example ID").click()
        page.get_by_role("button", name="Deny").click()
        alert = page.get_by_role("alert")
        assert re.search("let nobody in|not begun in this browser", alert.inner_text())
        page.get_by_role("link", name="Log in with Example ID").click()
        page.get_by_role("button", name="eve-2").click()
        page.wait_for_url(f"{page_of}/")
        expect(page.get_by_role("link", name="People")).to_be_visible()
    assert people.accounts.of("Eve").email == ""


@pytest.mark.page
def test_axe_finds_nothing_and_nothing_is_cut_on_a_phone(browser, page_of):
    for page in looks(browser):
        for path in ("/login", "/login/oidc/back?state=none"):
            page.goto(f"{page_of}{path}")
            is_well(page)
