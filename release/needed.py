"""
What does chargeboard need while it runs, how heavy is it, and under which licences?

`python -m release.needed` writes the page that lists it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from importlib.metadata import Distribution, distribution
from pathlib import Path
from typing import NamedTuple

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

EXTRAS = tuple(distribution("chargeboard").metadata.get_all("Provides-Extra", []))
OURS = "chargeboard"
PAGE = Path(__file__).parents[1] / "docs/reference/licences.md"
ALLOWED = {"Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "ISC", "MIT", "MIT-0", "PSF-2.0", "any-OSI"}
"""Whatever may stand beside Apache-2.0 in one product."""
UNCHANGED = {"LGPL-3.0-only", "MPL-2.0"}
"""Asked of what changes the library itself, which is installed as its makers publish it."""
_BY_CLASSIFIER = {
    "Apache Software License": "Apache-2.0",
    "BSD License": "BSD-3-Clause",
    "GNU Lesser General Public License v3 (LGPLv3)": "LGPL-3.0-only",
    "ISC License (ISCL)": "ISC",
    "MIT License": "MIT",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "Python Software Foundation License": "PSF-2.0",
}
_BY_NAME = {"MIT License": "MIT"}


class Needed(NamedTuple):
    """A package that is installed with chargeboard. `extras` are those that bring it; none: it always is."""

    name: str
    version: str
    licence: str
    homepage: str
    extras: tuple[str, ...]


def names(extras: Iterable[str] = ()) -> set[str]:
    """What an installation with these extras brings, as it is resolved here. Raises: PackageNotFoundError."""
    found, due = set[str](), [(OURS, frozenset(extras))]
    seen = set(due)
    while due:
        name, asked = due.pop()
        for line in distribution(name).requires or ():
            requirement = Requirement(line)
            if not _holds(requirement, asked):
                continue
            one = (canonicalize_name(requirement.name), frozenset(requirement.extras))
            found.add(one[0])
            if one not in seen:
                seen.add(one)
                due.append(one)
    return found


def needed() -> list[Needed]:
    """All of them, by name."""
    always = names()
    brought = {extra: names([extra]) - always for extra in EXTRAS}
    rows = []
    for name in sorted(always.union(*brought.values())):
        told = distribution(name)
        extras = tuple(extra for extra, found in brought.items() if name in found)
        rows.append(Needed(name, told.version, licence_of(told), _homepage(told), extras))
    return rows


def licence_of(told: Distribution) -> str:
    """Its SPDX expression, or what it says in its place."""
    meta = told.metadata
    if expression := meta.get("License-Expression"):
        return str(expression)
    classifiers = [
        one.rpartition(" :: ")[2]
        for one in meta.get_all("Classifier", [])
        if one.startswith("License :: OSI")
    ]
    found = sorted({_BY_CLASSIFIER.get(one, one) for one in classifiers} - {"OSI Approved"})
    named = str(meta.get("License", "")).partition("\n")[0]
    return " OR ".join(found) or _BY_NAME.get(named, named)


def is_allowed(licence: str) -> bool:
    """Whether one of what an expression offers may stand beside ours, with all that it demands together."""
    offered = licence.replace("(", "").replace(")", "").split(" OR ")
    return any(set(one.split(" AND ")) <= ALLOWED | UNCHANGED for one in offered)


def files(name: str) -> Iterator[tuple[str, int]]:
    """The files of a package and their bytes; what is compiled as it is used is not counted."""
    for file in distribution(name).files or ():
        place = file.locate()
        if file.suffix != ".pyc" and place.is_file():
            yield str(file), place.stat().st_size


def _holds(requirement: Requirement, extras: frozenset[str]) -> bool:
    marker = requirement.marker
    return marker is None or any(marker.evaluate({"extra": extra}) for extra in extras or ("",))


def _homepage(told: Distribution) -> str:
    urls = dict(line.split(", ", 1) for line in told.metadata.get_all("Project-URL", []))
    ranked = ("homepage", "source", "source code", "repository", "github", "documentation")
    by_name = {name.lower(): url for name, url in urls.items()}
    return next((by_name[one] for one in ranked if one in by_name), str(told.metadata.get("Home-page", "")))


def page() -> str:
    """The page that lists all of them."""
    rows = [
        f"| [{one.name}]({one.homepage}) | {one.licence} | {', '.join(one.extras) or 'always'} |"
        if one.homepage
        else f"| {one.name} | {one.licence} | {', '.join(one.extras) or 'always'} |"
        for one in needed()
    ]
    return "\n".join([_ABOUT, "| package | licence, as it says | installed |", "|---|---|---|", *rows, ""])


_ABOUT = """# Licences

chargeboard is under Apache-2.0. This is what is installed beside it, always or with an extra
(`chargeboard[parquet]`), under licences that may stand beside ours in one product. psycopg (LGPL-3.0) and
certifi (MPL-2.0) ask for the sources of what was changed in them; nothing is. A release has the same with
versions as CycloneDX (`sbom.json`).
"""


if __name__ == "__main__":
    PAGE.write_text(page())
