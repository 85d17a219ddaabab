"""In which language is somebody answered? That of account, browser or settings, or as is asked."""

from contextlib import contextmanager
from urllib.parse import quote

import pytest
import ready_desk
import sample_boards as sample
from hypothesis import given
from hypothesis import strategies as st
from litestar.testing import TestClient

from chargeboard.domain.people import Reader, Role
from chargeboard.web.app import create_app
from chargeboard.web.tongues import Tongues, in_order
from chargeboard.words.languages import ENGLISH, Language

BOARDS = sample.town()
PAGE = f"/chargers/{quote(BOARDS[0].charger.id, safe='')}"


class Tagged:
    """Each sentence behind the tag of its language."""

    def __init__(self, tag):
        self.tag = tag

    def pgettext(self, context, message):
        return (
            message
            if context.startswith("words.") and context != "words.language_name"
            else self.tag + message
        )

    def npgettext(self, context, one, many, n):
        return one if context.startswith("words.") else self.tag + (one if n == 1 else many)


GERMAN, DUTCH = (Language(tag, Tagged(f"⟦{tag}⟧")) for tag in ("de", "nl"))


@contextmanager
def site(*, usual=None, known=(ENGLISH, GERMAN, DUTCH)):
    app = create_app(
        ready_desk.ReadyDesk(BOARDS), token=None, now=lambda: sample.NOW, tongues=Tongues(known, usual)
    )
    with TestClient(app) as client:
        yield client


def language_of(answer):
    assert answer.status_code == 200
    tag = answer.headers["content-language"]
    assert f'<html lang="{tag}"' in answer.text
    return tag


@pytest.mark.parametrize(
    ("asked", "answered"),
    [
        (None, "en"),
        ("", "en"),
        ("fr-FR, fr;q=0.9", "en"),
        ("de", "de"),
        ("de-AT,de;q=0.9,en;q=0.8", "de"),
        ("fr, nl-BE;q=0.9, de;q=0.8", "nl"),
        ("en;q=0.4, nl;q=0.6", "nl"),
        ("de;q=0, en", "en"),
        ("DE", "de"),
        ("*, de;q=0.5", "de"),
        ("de;q=high, nl", "nl"),
    ],
)
def test_by_itself_the_browser_decides(asked, answered):
    with site() as client:
        headers = {} if asked is None else {"accept-language": asked}
        assert language_of(client.get(PAGE, headers=headers)) == answered


def test_what_the_settings_say_is_for_all_who_chose_nothing():
    with site(usual=DUTCH) as client:
        assert language_of(client.get(PAGE, headers={"accept-language": "de"})) == "nl"
        client.cookies.set("language", "de")
        assert language_of(client.get(PAGE)) == "de"
        client.cookies.set("language", "xx")
        assert language_of(client.get(PAGE)) == "nl"


def test_the_choice_of_an_account_goes_before_all():
    spoken = Tongues([ENGLISH, GERMAN, DUTCH], DUTCH)
    app = create_app(ready_desk.ReadyDesk(BOARDS), token=None, now=lambda: sample.NOW, tongues=spoken)
    app.state["access"]._reader_of = lambda *_, **__: (
        Reader(name="Ada", role=Role.VIEWER, language="de"),
        False,
    )
    with TestClient(app) as client:
        client.cookies.set("language", "en")
        assert language_of(client.get(PAGE)) == "de"


@pytest.mark.parametrize("path", ["/", PAGE, "/api", "/nowhere"])
def test_readers_of_two_languages_are_never_told_each_others_words(path):
    """What is remembered of one answer is not lent to another language."""

    def told(client, tag):
        return client.get(path, headers={"accept-language": tag}).text

    with site() as client:
        first = {tag: told(client, tag) for tag in ("en", "de", "nl", "en", "de")}
    for tag, text in first.items():
        with site() as alone:
            assert told(alone, tag) == text
        assert [other for other in {"de", "nl"} - {tag} if f"⟦{other}⟧" in text] == []


@given(st.text(alphabet="abcdeDE-,;=q0.19* \t", max_size=60))
def test_any_header_is_read(asked):
    assert all(tag == tag.strip() for tag in in_order(asked))


def test_a_language_is_named_by_itself():
    assert Tongues([ENGLISH, GERMAN]).names == {"en": "English", "de": "⟦de⟧English"}
