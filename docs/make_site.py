"""
The manual as a site: `python docs/make_site.py` builds it into build/site, and any broken link ends it.

Pages are read where they lie, by symbolic links: what they lead to in the tree they lead to in the site.
Source: README.md beside this, whose headings and lists are the navigation.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

ROOT = Path(__file__).parents[1]
OVERVIEW = ROOT / "docs" / "README.md"
_HEADING = re.compile(r"^(##+) (.+)$")
_ENTRY = re.compile(r"^\* \[([^\]]+)\]\(([^)#]+)\)")
_LINK = re.compile(r"\]\(([^)#:\s]+\.md)\)")

_ADDRESSES = {"a": "href", "iframe": "src", "img": "src", "link": "href", "script": "src", "source": "src"}

Nav = list[dict[str, "str | Nav"]]


class Links(HTMLParser):
    """Where a page leads, and what it makes a browser fetch (`loads`)."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.leads: set[str] = set()
        self.loads: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _ADDRESSES and (address := dict(attrs).get(_ADDRESSES[tag])):
            (self.leads if tag == "a" else self.loads).add(address)


def pages() -> Iterator[Path]:
    """Whatever the site consists of: pages, their pictures, and the files that they lead to."""
    yield from ROOT.glob("*.md")
    yield ROOT / "LICENSE"
    for folder in ("docs", "deploy"):
        yield from (path for path in (ROOT / folder).rglob("*") if path.is_file() and path.suffix != ".py")


def navigation() -> Nav:
    """The overview as a tree: a heading is a section, a line a page, an overview all of its folder."""
    nav: Nav = [{"chargeboard": "README.md"}, {"All pages": _in_tree(OVERVIEW)}]
    nested: list[Nav] = [nav]
    for line in OVERVIEW.read_text("utf-8").splitlines():
        if heading := _HEADING.match(line):
            level = len(heading[1]) - 1
            del nested[level:]
            section: Nav = []
            nested[-1].append({heading[2]: section})
            nested.append(section)
        elif entry := _ENTRY.match(line):
            page = (OVERVIEW.parent / entry[2]).resolve()
            nested[-1].append(
                {_title(entry[1]): _folder(page) if page.name == "README.md" else _in_tree(page)}
            )
    return nav


def listed(nav: Nav) -> Iterator[str]:
    """Every page of a navigation, as often as it is there."""
    for entry in nav:
        for inner in entry.values():
            yield from [inner] if isinstance(inner, str) else listed(inner)


def build(into: Path) -> Path:
    """
    Build it into `site` of a folder, beside what it is made of.

    Raises: CalledProcessError, after saying which links lead to no page or no anchor; ValueError, which says
    which pages lead to no file or load something from elsewhere.
    """
    for made in ("pages", "site"):
        shutil.rmtree(into / made, ignore_errors=True)
    for page in pages():
        link = into / "pages" / page.relative_to(ROOT)
        link.parent.mkdir(parents=True, exist_ok=True)
        link.symlink_to(page)
    look = (ROOT / "docs" / "site.toml").read_text("utf-8")
    config = into / "zensical.toml"
    config.write_text(look.replace("nav = []", f"nav = {_toml(navigation())}", 1), "utf-8")
    words = [sys.executable, "-m", "zensical", "build", "--clean", "--strict", "--config-file", str(config)]
    subprocess.run(words, check=True, cwd=into)
    if wrong := sorted(_wrong(into / "site")):
        raise ValueError("\n".join(wrong))
    return into / "site"


def _wrong(site: Path) -> Iterator[str]:
    """What the builder does not look at: links to other files than pages, and to other hosts."""
    for page in site.rglob("*.html"):
        links = Links(page.read_text("utf-8"))
        for address in links.leads | links.loads:
            parts = urlsplit(address)
            if parts.scheme or parts.netloc:
                if address in links.loads:
                    yield f"{page.relative_to(site)} loads {address}"
            elif parts.path and page.name != "404.html" and not (page.parent / unquote(parts.path)).exists():
                yield f"{page.relative_to(site)} leads to {address}, which is not there"


def _folder(overview: Path) -> Nav:
    inner = [(overview.parent / link) for link in _LINK.findall(overview.read_text("utf-8"))]
    beside = [page for page in dict.fromkeys(inner) if page.parent == overview.parent]
    headed: Nav = [{_heading(page): _in_tree(page)} for page in beside]
    return [{_heading(overview): _in_tree(overview)}, *headed]


def _heading(page: Path) -> str:
    return page.read_text("utf-8").partition("\n")[0].removeprefix("# ")


def _title(words: str) -> str:
    return words[0].upper() + words[1:]


def _in_tree(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


def _toml(nav: Nav) -> str:
    entries = [(title, inner) for entry in nav for title, inner in entry.items()]
    told = (
        (title, json.dumps(inner) if isinstance(inner, str) else _toml(inner)) for title, inner in entries
    )
    return f"[{', '.join(f'{{ {json.dumps(title)} = {inner} }}' for title, inner in told)}]"


if __name__ == "__main__":
    try:
        print(f"python3 -m http.server --bind 127.0.0.1 --directory {build(ROOT / 'build')}  # shows it")
    except (subprocess.CalledProcessError, ValueError) as error:
        raise SystemExit(f"The manual is not whole: {error}") from None
