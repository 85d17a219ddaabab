"""Which pages are there, as a reader comes to them?"""

import html
import re
from collections import Counter, deque
from urllib.parse import parse_qsl, urljoin, urlsplit


def _kind(url):
    parts = urlsplit(url)
    path = re.sub(r"(/days|/sessions)/[^/]+$", r"\1/*", parts.path)
    return path, frozenset(name for name, _ in parse_qsl(parts.query))


def crawled(client, start, of_a_kind=1, *, by_query=True):
    """Every kind of page below an address that links lead to, some of each: its own address and its text."""
    kind = _kind if by_query else lambda url: _kind(url)[0]
    seen, opened, waiting = set(), Counter(), deque([start])
    while waiting:
        url = waiting.popleft()
        if url in seen or opened[kind(url)] >= of_a_kind:
            continue
        seen.add(url)
        opened[kind(url)] += 1
        answer = client.get(url)
        assert answer.status_code == 200, url
        if "html" not in answer.headers["content-type"]:
            continue
        url = str(answer.url.raw_path, "ascii")
        yield url, answer.text
        for href in re.findall(r'href="([^"]+)"', answer.text):
            found = urljoin(url, html.unescape(href)).partition("#")[0]
            if urlsplit(found).path.startswith(start):
                waiting.append(found)
