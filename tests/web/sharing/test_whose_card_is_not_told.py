"""Who was given a link cannot tell which sessions were by the same card, wherever a session is named."""

import re
from urllib.parse import quote

import pytest
from litestar.status_codes import HTTP_200_OK
from names_of_sessions import CARDS, cards_in, named, telling
from shared_town import OWN, SITES

from chargeboard.domain.session_keys import without_cards
from chargeboard.time.instants import HOUR, text_of
from chargeboard.web.access.rights import RIGHTS
from chargeboard.web.pages.session_showing import session_subject
from chargeboard.web.pages.showing import charger_subject
from chargeboard.web.site.drawn import site_subject
from chargeboard.web.urls.mount import mounted

OURS = {"authorization": "Bearer the one token of all"}
PAGE = f"/chargers/{quote(OWN, safe='')}"


def of_programs(keys):
    """Addresses of the API that a share shows."""
    given = {"station": OWN, "name": SITES[OWN], "day": "2025-10-13", "period": "2025-10"}
    for route, right in RIGHTS.items():
        template = route.removeprefix("GET ")
        if right.is_shared and template.startswith("/api/v1"):
            for key in keys if "{key}" in template else keys[:1]:
                parts = given | {"key": key}
                yield template.format(**{name: quote(one, safe="") for name, one in parts.items()})


def keys_of(client, start="", **how):
    listed = client.get(f"{start}/api/v1{PAGE}/sessions", **how).json()
    return [one["key"] for one in listed["sessions"]]


@pytest.fixture
def drawn(desk):
    """What the streams of open pages send."""

    def made(keys):
        subjects = [
            charger_subject(desk, OWN, {}),
            site_subject(desk, SITES[OWN], {}),
            *(session_subject(desk, OWN, key, 0) for key in keys),
        ]
        return "\n".join(one.html for told in subjects for one in told.draw(None).state.fragments)

    return made


@pytest.mark.threat("S2")
@pytest.mark.parametrize("shared", [{"charger": OWN}, {"site": SITES[OWN]}], ids=["charger", "site"])
def test_programs_are_not_told_whose_a_session_was(visitor, share, shared):
    start, client = share(**shared), visitor()
    answers = [client.get(f"{start}{url}") for url in of_programs(keys_of(client, start))]
    told = "\n".join(one.text for one in answers if one.status_code == HTTP_200_OK)
    assert set(named(told)) == set(CARDS)
    assert not telling(told)
    assert not cards_in(told)


@pytest.mark.threat("S2")
def test_streams_do_not_tell_whose_a_session_was(visitor, share, drawn):
    start = share(site=SITES[OWN])
    keys = keys_of(visitor(), start)
    with mounted("", share=start):
        told = drawn(keys)
    assert set(named(told)) == set(CARDS)
    assert not telling(told)
    assert not cards_in(told)


def test_who_has_an_account_is_told_the_keys_themselves(visitor, drawn):
    keys = keys_of(visitor(), headers=OURS)
    assert telling("\n".join(f'"{key}"' for key in keys)) == [keys[0].split("/")[2]]
    assert telling(drawn(keys)) == [keys[0].split("/")[2]]


@pytest.mark.threat("S2")
def test_a_piece_of_the_timeline_leads_to_its_session_without_its_card(visitor, share):
    start, client = share(charger=OWN), visitor()
    for began in CARDS:
        piece = {"socket": 1, "from": text_of(began), "to": text_of(began + HOUR)}
        found = client.get(f"{start}{PAGE}/session-at", params=piece, follow_redirects=False)
        assert f"/sessions/{began}%2F1%2F~" in found.headers["location"]
        assert client.get(found.headers["location"]).status_code == HTTP_200_OK


@pytest.mark.parametrize("way", ["sessions/{}", "sessions/{}/curves.svg", "samples.csv?session={}"])
def test_a_session_is_found_by_its_key_and_without_its_card(visitor, share, way):
    start, client = share(charger=OWN), visitor()
    for key in keys_of(visitor(), headers=OURS):
        ours = client.get(f"{PAGE}/{way.format(quote(key, safe=''))}", headers=OURS)
        assert ours.status_code == HTTP_200_OK
        for name in (key, without_cards(key)):
            found = client.get(f"{start}{PAGE}/{way.format(quote(name, safe=''))}")
            assert found.status_code == HTTP_200_OK
            assert not cards_in(found.text)
        wrong = without_cards(key)[:-1] + "x"
        assert client.get(f"{start}{PAGE}/{way.format(quote(wrong, safe=''))}").status_code == 404


@pytest.mark.parametrize("read", ["1000", "0", "-0.5", "1E+3", "0E-10", "None"])
def test_a_name_without_a_card_is_the_same_in_a_list_and_in_an_address(read):
    key = f"1760313600000000/2/t:0123456789abcdef/{read}"
    name = without_cards(key)
    assert re.fullmatch(r"1760313600000000/2/~[0-9a-f]{12}", name)
    assert without_cards(quote(key, safe="")) == quote(name, safe="")
    assert without_cards(f'"{key}", {key}/live') == f'"{name}", {name}/live'
    assert without_cards(name) == name


@pytest.mark.parametrize("key", ["1760313600000000/TX-7", "1760313600000000/1/FREE/0", ""])
def test_a_key_that_holds_no_card_stays_what_it_is(key):
    assert without_cards(key) == key
