"""Whoever was given a link learns what was shared, and nothing else: links are followed, routes are tried."""

import re
from collections import deque
from html import unescape
from urllib.parse import parse_qsl, quote, unquote, urljoin, urlsplit

import pytest
from names_of_sessions import cards_in, telling
from shared_town import BESIDE, DRIVER, NAMES, OF_OTHERS, OTHER, OWN, SITES

from chargeboard.domain.session_keys import without_cards
from chargeboard.panels import registry
from chargeboard.web.access.rights import RIGHTS

_ADDRESS = re.compile(r'\s(?:href|src|action|formaction|data-live|data-[a-z-]+)="([^"]*)"')
_MOST_OF_A_KIND = 2


def kind_of(url):
    """Pages that differ by a date, a key or a page alone are of one kind."""
    parts = urlsplit(url)
    path = re.sub(r"(/days|/sessions)/(?!comparison)[^/]+", r"\1/*", parts.path)
    return path, frozenset(name for name, _ in parse_qsl(parts.query))


def walked(client, start):
    """Every address that is met on the way from one to all that it leads to, with the answer."""
    seen, opened, waiting = set(), {}, deque([start])
    while waiting:
        url = waiting.popleft()
        kind = kind_of(url)
        if url in seen or opened.get(kind, 0) >= _MOST_OF_A_KIND:
            continue
        seen.add(url)
        opened[kind] = opened.get(kind, 0) + 1
        is_stream = urlsplit(url).path.endswith("/live")
        answer = client.request("HEAD" if is_stream else "GET", url, follow_redirects=False)
        yield url, answer
        found = [answer.headers["location"]] if "location" in answer.headers else []
        if "html" in answer.headers.get("content-type", ""):
            found += [unescape(one) for one in _ADDRESS.findall(answer.text)]
        for one in found:
            whole = urljoin(url, one).removeprefix(str(client.base_url).rstrip("/"))
            is_address = "/" in one or one.startswith(("?", "#")) or one in found[:1]
            if is_address and not one.startswith(("#", "data:")) and "*" not in one and "{" not in one:
                waiting.append(whole.partition("#")[0])


def foreign(text, strangers):
    return [word for word in strangers if word in unquote(unescape(text))]


@pytest.mark.threat("S2")
@pytest.mark.parametrize(
    ("shared", "strangers"),
    [
        ({"charger": OWN}, (*OF_OTHERS, BESIDE, NAMES[BESIDE])),
        ({"site": SITES[OWN]}, OF_OTHERS),
        ({"charger": OWN, "below": "week"}, (*OF_OTHERS, BESIDE, NAMES[BESIDE])),
        ({"charger": OWN, "below": "panels/energy", "is_only": True}, (*OF_OTHERS, BESIDE, NAMES[BESIDE])),
        ({"site": SITES[OWN], "below": "panels/success", "is_only": True}, OF_OTHERS),
    ],
    ids=["charger", "site", "week", "panel", "panel of a site"],
)
def test_every_link_of_a_share_stays_inside_and_tells_nothing_of_others(visitor, share, shared, strangers):
    start = share(**shared)
    client, pages, told = visitor(), 0, []
    for url, answer in walked(client, start):
        assert url.startswith(start), url
        assert answer.status_code in {200, 303}, url
        assert not foreign(answer.text, strangers), url
        assert not foreign(str(answer.headers), strangers), url
        pages += "html" in answer.headers.get("content-type", "")
        told.append(f"{url}\n{answer.headers}\n{answer.text}")
    assert not telling("\n".join(told))
    assert not cards_in("\n".join(told))
    assert pages >= (1 if shared.get("is_only") else 12)


@pytest.mark.threat("S2")
@pytest.mark.parametrize("shared", [{"charger": OWN}, {"site": SITES[OWN]}], ids=["charger", "site"])
@pytest.mark.parametrize("station", [OWN, OTHER])
def test_no_route_but_those_of_the_table_answers_inside_a_share(visitor, share, shared, station):
    start, client = share(**shared), visitor()
    named = {"panel": "energy", "day": "2025-10-13", "name": SITES[station]}
    for route, right in RIGHTS.items():
        method, _, template = route.partition(" ")
        parts = {name: named.get(name, "none") for name in re.findall(r"{(\w+)}", template)}
        parts |= {"station": station}
        path = template.format(**{name: quote(one, safe="") for name, one in parts.items()})
        if path.endswith("/live") and right.is_shared:
            method = "HEAD"
        answer = client.request(method, start + path, follow_redirects=False)
        is_refused = answer.status_code in {404, 405}
        is_of_site = "site" in shared and "activity" in path
        is_shown = (right.is_shared and (station == OWN or is_of_site)) or path == "/"
        assert is_refused or is_shown, route
        assert answer.status_code in {200, 303, 400, 404, 405}, route
        said = (
            answer.text.replace(quote(station, safe=""), "").replace(station, "").replace(SITES[station], "")
        )
        assert not foreign(said, (DRIVER, NAMES[OTHER])), route


@pytest.mark.threat("S2")
def test_no_header_and_no_cookie_of_somebody_else_makes_a_share_show_more(visitor, share, people):
    start, client = share(charger=OWN), visitor()
    client.cookies.set("chargeboard", people.log_ins.begin(people.accounts.of("Ada"), "192.0.2.1", "a test"))
    token = {"authorization": "Bearer the one token of all"}
    assert client.get("/people").status_code == 200
    assert client.get(f"{start}/people", headers=token).status_code == 404
    assert client.get(f"{start}/chargers/{OTHER}", headers=token).status_code == 404
    page = client.get(start, headers=token).text
    assert NAMES[OWN] in page
    assert "Log out" not in page


def test_a_shared_page_has_the_figures_of_the_page_itself(visitor, share):
    start, client, ours = share(charger=OWN), visitor(), visitor()
    bearer = {"authorization": "Bearer the one token of all"}
    own = f"/chargers/{quote(OWN, safe='')}"
    board = ours.get(f"/api/v1{own}/board", headers=bearer).text
    assert client.get(f"{start}/api/v1{own}/board").text == without_cards(board)
    listed = ours.get(f"/api/v1{own}/sessions", headers=bearer).text
    assert client.get(f"{start}/api/v1{own}/sessions").text == without_cards(listed)


@pytest.mark.parametrize("panel", [one.name for one in registry.panels()])
def test_each_panel_stands_alone(visitor, share, panel):
    start, client = share(charger=OWN, below=f"panels/{panel}"), visitor()
    page = client.get(f"{start}?theme=dark").text
    assert f'id="panel-{panel}"' in page
    assert len(re.findall(r'id="panel-', page)) == 1
    assert 'data-theme="dark"' in page
    assert '<header class="top">' not in page
