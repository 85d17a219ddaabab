"""A code of an app besides the password."""

import re

import msgspec
import pyotp
import pytest
from staff import log_in

from chargeboard.run.people.people import people_of
from chargeboard.run.people.second_factor import EACH_S
from chargeboard.time.instants import SECOND, datetime_of


@pytest.fixture
def code(clock):
    return lambda secret: pyotp.TOTP(secret).at(datetime_of(clock[0]))


@pytest.fixture
def with_app(visitor, people, clock, code):
    """A browser of somebody who set up an app, and the app's secret."""
    mine = visitor()
    log_in(mine)
    secret = re.search(r'name="secret" value="([A-Z2-7]{32})"', mine.get("/account").text)[1]
    wrong = mine.post("/account/second-factor", data={"secret": secret, "code": "000000"})
    assert (wrong.status_code, people.accounts.of("Ada").second_factor) == (400, "")
    assert mine.post("/account/second-factor", data={"secret": "not base32!", "code": "1"}).status_code == 400
    page = mine.post("/account/second-factor", data={"secret": secret, "code": code(secret)}).text
    assert "asks for a code of your app" in page
    assert secret not in people.accounts.of("Ada").second_factor
    clock[0] += EACH_S * SECOND
    return mine, secret


@pytest.mark.threat("P10")
def test_with_an_app_the_password_alone_lets_nobody_in(visitor, with_app, code, clock):
    _, secret = with_app
    other = visitor("192.0.2.9")
    for given in ({}, {"code": "000000"}, {"code": "\u0661\u0662\u0663"}):
        refused = log_in(other, **given)
        assert (refused.status_code, "the code is missing" in refused.text) == (401, True)
    right = code(secret)
    assert log_in(other, password="wrong", code=right).status_code == 401
    assert log_in(other, code=f"{right[:3]} {right[3:]}").status_code == 303


@pytest.mark.threat("P10")
def test_a_code_counts_once_and_not_long_after(visitor, with_app, code, clock):
    _, secret = with_app
    old, first, second = code(secret), visitor("192.0.2.9"), visitor("192.0.2.10")
    assert log_in(first, code=old).status_code == 303
    assert log_in(second, code=old).status_code == 401
    clock[0] += 5 * EACH_S * SECOND
    late = code(secret)
    clock[0] += 3 * EACH_S * SECOND
    assert log_in(second, code=late).status_code == 401
    assert log_in(second, code=code(secret)).status_code == 303


@pytest.mark.threat("P10")
def test_a_code_that_was_used_counts_in_no_other_process_nor_after_a_new_start(
    visitor, people, with_app, code
):
    _, secret = with_app
    given = code(secret)
    assert log_in(visitor("192.0.2.9"), code=given).status_code == 303
    store = people.accounts._store
    again = people_of(store, store, people.accounts._now)
    assert not again.second.is_right(again.accounts.of("Ada"), given)


@pytest.mark.threat("P10")
def test_the_app_goes_by_a_code_of_it_or_by_the_shell(visitor, people, with_app, code):
    mine, secret = with_app
    assert mine.post("/account/second-factor/remove", data={"code": "1"}).status_code == 400
    assert people.accounts.of("Ada").second_factor
    mine.post("/account/second-factor/remove", data={"code": code(secret)})
    assert not people.accounts.of("Ada").second_factor
    assert log_in(visitor("192.0.2.9")).status_code == 303


@pytest.mark.threat("P10")
def test_what_was_sealed_by_another_key_or_for_another_account_opens_nothing(people, with_app, code):
    _, secret = with_app
    kept = people.accounts.of("Ada")
    stolen = msgspec.structs.replace(kept, name="Eve")
    assert not people.second.is_right(stolen, code(secret))
