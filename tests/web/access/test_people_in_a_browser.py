"""The pages of people: without script, on a phone, and for who cannot see them."""

import pytest
import ready_desk
import sample_boards as sample
from looks import is_well, looks, unfold
from playwright.sync_api import expect
from serving import served
from staff import PASSWORD, staff

from chargeboard.domain.people import Role
from chargeboard.web.app import create_app

PAGES = ("/account", "/people", "/audit", "/login")


@pytest.fixture
def people():
    found = staff(lambda: sample.NOW)
    found.accounts.add("Ada", Role.ADMIN, None, PASSWORD)
    found.accounts.add("Bob of a long name that has to be broken", Role.OPERATOR, ["Hafen", "Depot"])
    return found


@pytest.fixture
def address(people):
    app = create_app(ready_desk.ReadyDesk(sample.town()), token=None, now=lambda: sample.NOW, people=people)
    yield from served(app)


def log_in(page, address):
    page.goto(f"{address}/")
    page.get_by_label("Name").fill("Ada")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()


@pytest.mark.page
def test_somebody_is_added_invited_and_let_in_without_script(browser, address, people):
    with browser.new_context(java_script_enabled=False) as context, browser.new_context() as other:
        page = context.new_page()
        log_in(page, address)
        page.get_by_role("link", name="People").click()
        form = page.get_by_role("form", name="New account")
        form.get_by_label("Name").fill("Eve")
        form.get_by_label("Role").select_option("operator")
        form.get_by_role("button", name="Add and invite").click()
        invitation = page.get_by_label("Address of the invitation").input_value()
        eve = other.new_page()
        eve.goto(invitation)
        eve.get_by_label("New password").fill(PASSWORD)
        eve.get_by_role("button", name="Save and log in").click()
        expect(eve.get_by_role("link", name="Eve")).to_be_visible()
        expect(eve.get_by_role("link", name="People")).to_have_count(0)
        page.get_by_role("link", name="Audit trail").click()
        expect(page.get_by_text("added Eve")).to_be_visible()
    assert people.accounts.of("Eve").role == Role.OPERATOR


@pytest.mark.page
def test_axe_finds_nothing_and_nothing_is_cut_on_a_phone(browser, address, people):
    people.audit.note(people.audit.begin("account_changed", "account", "Ada"), "Ada", "page", "192.0.2.1")
    people.tokens.make("Ada", "ci", Role.VIEWER, None, 30)
    for page in looks(browser):
        page.goto(f"{address}/login")
        is_well(page)
        log_in(page, address)
        for path in PAGES[:-1]:
            page.goto(f"{address}{path}")
            unfold(page)
            is_well(page)
