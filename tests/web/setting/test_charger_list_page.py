"""The list of chargers out and in: what would change is shown, and only that is changed."""

import asyncio
import re
from html import unescape

import pytest
from looks import is_well, looks
from playwright.sync_api import expect
from serving import served
from setting_site import Town

from chargeboard.domain.people import Role
from chargeboard.domain.records import Charger

PAGE, APPLY = "/settings/chargers", "/settings/chargers/apply"
HEAD = "charger,name,site,timezone,rated_kw,maker,model,tags,socket_names,notes"


def preview(client, text):
    return client.post(PAGE, files={"file": ("list.csv", text.encode(), "text/csv")})


def confirm(client, page):
    """Press the button of a preview."""
    digest = re.search(r'name="digest" value="([^"]+)"', page)[1]
    text = unescape(re.search(r'<textarea name="list" hidden>\n(.*?)</textarea>', page, re.DOTALL)[1])
    return client.post(APPLY, data={"digest": digest, "list": text})


def test_the_file_has_a_row_for_each_charger_with_stable_columns(client, town):
    town.store.save_charger(
        Charger(
            id="CP1", name="=HYPERLINK(1)", site="Harbour", settings={"rated_kw": 22, "notes": 'a "b"\nc'}
        )
    )
    answer = client.get("/chargers.csv")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.text.splitlines() == [
        HEAD,
        'CP1,\'=HYPERLINK(1),Harbour,,22,,,,,"a ""b""',
        'c"',
        "CP2,Name of CP2,Market,,,,,,,",
        "OF-FILE,By file,,,,,,,,",
    ]
    assert client.get("/api/v1/chargers.csv").text == answer.text


def test_a_number_may_have_the_comma_of_a_german_spreadsheet(client):
    page = preview(client, "\ufeffcharger;rated_kw\r\nCP1;22,5\r\nCP2;0,5\r\n").text
    assert "nothing → 22.5" in page
    assert "nothing → 0.5" in page


def test_a_long_list_is_read_and_taken_beside_the_loop_that_answers_everybody(client, town, monkeypatch):
    def beside(do):
        def done(*arguments, **named):
            with pytest.raises(RuntimeError, match="no running event loop"):
                asyncio.get_running_loop()
            return do(*arguments, **named)

        return done

    for do in ("plan", "apply"):
        monkeypatch.setattr(town.books.sheet, do, beside(getattr(town.books.sheet, do)))
    monkeypatch.setattr(town.people.audit, "note", beside(town.people.audit.note))
    assert confirm(client, preview(client, "charger,name\nCP1,New").text).status_code == 303
    assert town.store.charger("CP1").name == "New"


def test_what_would_change_is_shown_cell_by_cell_and_then_is_exactly_what_changes(client, town):
    page = preview(
        client, "charger;name;rated_kw;socket_names\nCP1;<Quay>;150;2: b\nNEW;Fresh;;\nCP2;Name of CP2;;"
    )
    assert page.status_code == 200
    assert "1 new charger · 1 changed · 0 rejected · 1 unchanged" in page.text
    assert "Name: Name of CP1 → &lt;Quay&gt;; Rated power, kW: nothing → 150" in page.text
    assert "Socket names: nothing → 2=b" in page.text
    assert town.store.charger("NEW") is None
    answer = confirm(client, page.text)
    assert (answer.status_code, answer.headers["location"]) == (303, f"{PAGE}?taken")
    assert town.store.charger("CP1").name == "<Quay>"
    assert town.store.charger("CP1").settings == {"rated_kw": 150, "socket_names": "2=b"}
    assert town.store.charger("NEW").name == "Fresh"
    assert "NEW" in client.get("/chargers.csv").text
    assert "All changes were applied." in client.get(f"{PAGE}?taken").text


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        (f"{HEAD}\nCP1,a,b,c,d,e,f,g,h,i,j", 2, "more cells than the first one"),
        ("charger,timezone\nCP1,Europe/Berln", 2, "there is no time zone"),
        ("charger,rated_kw\nCP2,7\nCP1,-1", 3, "use 0 or more"),
        ("charger,nmae\nCP1,x", 1, "did you mean"),
        ("name,site\nCP1,x", 1, "charger among them"),
        ("charger,name,name\nCP1,x,y", 1, "a column is there twice"),
        ("charger,name\nCP1,x\n\nCP1,y", 4, "line 2 is about the same charger"),
        ("charger,name\n,y", 2, "the column charger is empty"),
        ("charger,name\nOF-FILE,Mine", 2, "says it; change it there"),
        ("charger,name\n" + "x" * 256 + ",y", 2, "cannot be the id of a charger"),
        ('charger,name\nCP1,"open', 2, "not a CSV"),
    ],
)
def test_a_line_that_cannot_be_taken_is_named_and_then_nothing_is_changed(client, town, text, line, said):
    before = client.get("/chargers.csv").text
    page = preview(client, text)
    assert page.status_code == 400
    assert said in unescape(page.text)
    assert f'data-before="Line">{line}</td>' in page.text
    assert 'name="digest"' not in page.text
    api = client.post(
        "/api/v1/chargers.csv/preview", content=text, headers={"content-type": "text/csv"}
    ).json()
    assert [one["line"] for one in api["refused"]] == [line]
    forced = client.post(APPLY, data={"digest": api["digest"], "list": text})
    assert forced.status_code == 400
    assert client.get("/chargers.csv").text == before


def test_a_list_that_was_changed_in_between_and_a_charger_that_was_are_noticed(client, town):
    page = preview(client, "charger,name\nCP1,Mine")
    digest = re.search(r'name="digest" value="([^"]+)"', page.text)[1]
    other = client.post(APPLY, data={"digest": digest, "list": "charger,name\nCP1,Other"})
    assert other.status_code == 400
    assert "has changed since you looked" in other.text
    town.store.save_charger(Charger(id="CP1", name="Theirs", site="Harbour"))
    late = confirm(client, page.text)
    assert late.status_code == 400
    assert "Name: Theirs → Mine" in late.text
    assert town.store.charger("CP1").name == "Theirs"
    assert confirm(client, late.text).status_code == 303
    assert town.store.charger("CP1").name == "Mine"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_list_comes_as_spreadsheets_write_it(client, town, encoding):
    data = "charger\tname\r\nCP1\tHäfen\r\n".encode(encoding)
    page = client.post(PAGE, files={"file": ("list.txt", data, "text/plain")})
    assert confirm(client, page.text).status_code == 303
    assert town.store.charger("CP1").name == "Häfen"


def test_a_list_may_be_pasted_and_an_empty_one_is_asked_for_again(client):
    assert "Name of CP1 → P" in client.post(PAGE, data={"list": "charger,name\nCP1,P"}).text
    assert "Choose a file, or paste a list." in client.post(PAGE, data={}).text


def test_programs_preview_and_confirm_by_the_digest(client, town):
    text, kind = "charger,name\nCP1,Mine", {"content-type": "text/csv"}
    plan = client.post("/api/v1/chargers.csv/preview", content=text, headers=kind).json()
    assert plan["rows"] == [
        {
            "line": 2,
            "charger": "CP1",
            "is_new": False,
            "cells": [{"column": "name", "before": "Name of CP1", "after": "Mine"}],
        }
    ]
    assert (plan["may_be_applied"], plan["unchanged"], plan["refused"]) == (True, 0, [])
    path = "/api/v1/chargers.csv"
    assert client.post(path, content=text, headers=kind).status_code == 400
    assert client.post(f"{path}?digest=x", content=text, headers=kind).status_code == 409
    assert client.post(f"{path}?digest={plan['digest']}", content=text).status_code == 415
    assert client.post(f"{path}?digest={plan['digest']}", content=text, headers=kind).json() == plan
    assert town.store.charger("CP1").name == "Mine"
    assert client.post(f"{path}?digest={plan['digest']}", content=text, headers=kind).status_code == 409


@pytest.mark.threat("P2")
def test_who_works_at_a_site_gets_its_chargers_and_learns_of_no_other(client, town):
    town.log_in(client, "Ada", Role.OPERATOR, ["Harbour"])
    text = client.get("/chargers.csv").text
    assert "CP1" in text
    assert "CP2" not in text
    there, nowhere = (preview(client, f"charger,name\n{one},x") for one in ("CP2", "CP8"))
    assert there.status_code == nowhere.status_code == 400
    assert there.text.replace("CP2", "CP8") == nowhere.text
    moved = preview(client, "charger,site\nCP1,Market")
    assert "choose one of the sites that you see: Harbour" in moved.text
    assert confirm(client, preview(client, "charger,name\nCP1,Mine").text).status_code == 303
    assert town.store.charger("CP1").name == "Mine"


@pytest.mark.threat("P1")
def test_who_only_looks_has_the_file_and_no_form(client, town):
    town.log_in(client, "Vic", Role.VIEWER)
    assert client.get("/chargers.csv").status_code == 200
    assert "<textarea" not in client.get(PAGE).text
    assert preview(client, "charger,name\nCP1,x").status_code == 403
    assert client.post(APPLY, data={"digest": "x", "list": "charger"}).status_code == 403


def test_each_charger_is_written_down_with_what_it_was(client, town):
    town.log_in(client, "Ada")
    page = preview(client, "charger,name\nCP1,One\nCP2,Two\nNEW,Three")
    confirm(client, page.text)
    confirm(client, page.text)
    entries = town.people.audit.entries(0, town.now + 1, "", "", 10)
    told = {one.about: one for one in entries if one.what == "charger_set"}
    assert sorted(told) == ["CP1", "CP2", "NEW"]
    assert len([one for one in entries if one.what == "charger_set"]) == 3
    assert (told["CP2"].before["name"], told["CP2"].after["name"]) == ("Name of CP2", "Two")
    assert told["NEW"].before is None


@pytest.fixture(scope="module")
def opened(browser):
    town = Town()
    for address in served(town.app()):
        yield browser, address, town
    town.close()


@pytest.mark.page
def test_it_works_without_script_on_a_phone_and_axe_finds_nothing(opened, tmp_path):
    browser, address, town = opened
    listed = tmp_path / "list.csv"
    listed.write_text("charger,name,notes\nCP1,Quay,Key at the kiosk\nNEW,Fresh,\n")
    with browser.new_context(java_script_enabled=False, viewport={"width": 375, "height": 700}) as context:
        page = context.new_page()
        page.goto(address)
        page.get_by_label("Main").get_by_role("link", name="Settings").click()
        page.get_by_role("link", name="Charger list").click()
        page.get_by_label("CSV file").set_input_files(listed)
        page.get_by_role("button", name="Show what would change").click()
        expect(page.get_by_role("rowheader", name="NEW")).to_be_visible()
        page.get_by_role("button", name="Apply all changes").click()
        expect(page.get_by_role("status")).to_have_text("All changes were applied.", use_inner_text=True)
    assert town.store.charger("CP1").name == "Quay"
    wrong = "charger,name\nCP1,Mine\nCP1,Yours\nOF-FILE,x\n"
    for text in ("charger,name,notes\nCP2,Quay,Key\nNEW2,F,\n", wrong):
        listed.write_text(text)
        for page in looks(browser):
            page.goto(f"{address}{PAGE}")
            page.get_by_label("CSV file").set_input_files(listed)
            page.get_by_role("button", name="Show what would change").click()
            page.get_by_role("heading", name="What would change").wait_for()
            is_well(page)
