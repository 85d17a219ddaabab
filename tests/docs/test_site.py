"""Is the manual one site, in which everything is found and nothing is loaded from elsewhere?"""

import importlib.util
import re
import subprocess
import sys
import threading
from collections import Counter
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from chromium import CHROMIUM, FLAGS

ROOT = Path(__file__).parents[2]
OPEN_SHADOWS = """const attach = Element.prototype.attachShadow
Element.prototype.attachShadow = function (init) { return attach.call(this, {...init, mode: "open"}) }"""
"""The search hides its parts from scripts, and so from tests."""


@pytest.fixture
def making():
    spec = importlib.util.spec_from_file_location("make_site", ROOT / "docs" / "make_site.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """The site as `make site` builds it, where any broken link would have ended it."""
    into = tmp_path_factory.mktemp("manual")
    words = "import make_site, pathlib, sys; make_site.build(pathlib.Path(sys.argv[1]))"
    done = subprocess.run(
        [sys.executable, "-c", words, into], cwd=ROOT / "docs", capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return into / "site"


def test_every_page_of_the_tree_is_in_the_navigation_once(making):
    listed = Counter(making.listed(making.navigation()))
    pages = {page.relative_to(ROOT).as_posix() for page in making.pages() if page.suffix == ".md"}
    assert {page for page, times in listed.items() if times > 1} == set()
    assert pages == listed.keys()


def test_the_overview_has_one_link_a_line_and_leads_by_role(making):
    text = making.OVERVIEW.read_text()
    assert not [line for line in text.splitlines() if line.count("](") > 1]
    assert re.findall(r"^## (.+)$", text, re.MULTILINE) == [
        "Operator",
        "Installer",
        "Data person",
        "Developer",
    ]


def test_every_page_is_built_and_loads_nothing_from_elsewhere(making, site):
    built = {page.relative_to(site).as_posix(): page.read_text() for page in site.rglob("*.html")}
    listed = [Path(page) for page in making.listed(making.navigation())]
    assert len(listed) > 90
    for page in listed:
        name = "index" if page.stem == "README" else page.stem
        assert (page.parent / f"{name}.html").as_posix() in built
    loads = {address for text in built.values() for address in making.Links(text).loads}
    assert any(address.endswith(".js") for address in loads)
    assert any(address.endswith("images/charger.png") for address in loads)
    assert not {address for address in loads if re.match(r"(?:[a-z]+:)?//", address)}
    sheets = "".join(sheet.read_text() for sheet in site.rglob("*.css"))
    assert not re.findall(r"(?:url\(|@import )[\"']?(?:https?:)?//[^)]*", sheets)


def test_what_belongs_to_a_point_of_a_list_stands_in_it(site):
    """The builder wants four blanks before it, and an empty line before the next point."""
    for page in site.rglob("*.html"):
        text = re.sub(r"<(pre|code)\b.*?</\1>", "", page.read_text(), flags=re.DOTALL)
        sentences = re.findall(r"<p>(.*?)</p>", text, re.DOTALL)
        assert not [told for told in sentences if re.search(r"\n *(?:[*-]|\d+\.) |```", told)], page


@pytest.mark.parametrize(
    ("broken", "said"),
    [
        ("gone.md", "page does not exist"),
        ("gone.json", "gone.json, which is not there"),
        ("other.md#gone", "anchor does not exist"),
    ],
)
def test_a_broken_link_ends_it(making, monkeypatch, tmp_path, capfd, broken, said):
    monkeypatch.setattr(making, "ROOT", tmp_path / "tree")
    (tmp_path / "tree" / "docs").mkdir(parents=True)
    sources = {"README.md": f"# One\n\n[it]({broken})\n", "other.md": "# Other\n\n[One](README.md#one)\n"}
    (tmp_path / "tree" / "docs" / "site.toml").write_text((ROOT / "docs" / "site.toml").read_text())
    for name, text in sources.items():
        (tmp_path / "tree" / name).write_text(text)
    monkeypatch.setattr(making, "pages", lambda: [tmp_path / "tree" / name for name in sources])
    monkeypatch.setattr(making, "navigation", lambda: [{"One": "README.md"}, {"Other": "other.md"}])
    with pytest.raises((subprocess.CalledProcessError, ValueError)) as refused:
        making.build(tmp_path)
    assert said in f"{capfd.readouterr()} {refused.value}"


def test_the_page_in_plain_words_tells_of_every_panel():
    page = (ROOT / "docs" / "explanation" / "what-each-figure-means.md").read_text()
    headings = re.findall(r"^## (.+)$", (ROOT / "docs/reference/panels.md").read_text(), re.MULTILINE)
    assert len(headings) > 8
    told = re.findall(r"^## (.+)$", page, re.MULTILINE)
    assert told[: len(headings)] == headings


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_):
        pass


@pytest.fixture
def address(site):
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=site)) as server:
        serving = threading.Thread(target=server.serve_forever)
        serving.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        serving.join()


@pytest.mark.page
def test_a_rule_is_found_by_search_without_a_request_to_elsewhere(driver, address):
    browser = driver.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
    page = browser.new_page()
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.add_init_script(OPEN_SHADOWS)
    page.set_default_timeout(15_000)
    with page.expect_response("**/search.json"):
        page.goto(f"{address}/docs/tutorial.html")
    page.get_by_role("button", name="Search").first.click()
    page.get_by_role("combobox", name="Search").fill("utilization")
    page.get_by_text("2.2 Utilization").first.click()
    page.wait_for_url("**/docs/definitions.html*")
    assert any(url.endswith("search.json") for url in asked)
    assert not [url for url in asked if not url.startswith((address, "data:", "blob:"))]
    browser.close()
