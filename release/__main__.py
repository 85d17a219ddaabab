"""
Makes a release in `dist/`: `make release`.

What Git has is built twice, in two folders, and has to be the same to the byte; so has a package that is
built of the archive of the source. It is then installed from nothing, in the versions of the lock file, and
says which build it is. Beside it lies what it consists of (CycloneDX), without extras and with all of them.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

from release.needed import EXTRAS, OURS

ROOT = Path(__file__).parents[1]
LOCKS = {"": "requirements-run.lock", f"[{','.join(EXTRAS)}]": "requirements.lock"}


def main() -> None:
    """Make it, or end with what is in the way."""
    arguments = argparse.ArgumentParser(prog="python -m release", description=__doc__)
    arguments.add_argument("--dist", type=Path, default=ROOT / "dist", help="where to; it is made anew")
    dist: Path = arguments.parse_args().dist
    changed = _told("git", "-C", ROOT, "status", "--porcelain", "--untracked-files=no")
    if changed:
        sys.exit(f"These files differ from what Git has; commit them, or put them back:\n{changed}")
    if dist.exists() and any(dist.iterdir()):
        sys.exit(f"{dist} holds something already: move it away")
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        packages = _built_alike(folder)
        installed = _installed(folder, packages)
        dist.mkdir(parents=True, exist_ok=True)
        for package in packages:
            (dist / package.name).write_bytes(package.read_bytes())
        for extras, python in installed.items():
            name = "sbom-with-extras.json" if extras else "sbom.json"
            (dist / name).write_text(_parts(python))
    sums = [f"{_sum(one)}  {one.name}\n" for one in sorted(dist.iterdir())]
    (dist / "SHA256SUMS").write_text("".join(sums))
    print("".join(sums), end="")


def built(tree: Path, to: Path, *kinds: str) -> list[Path]:
    """The packages of a tree. Raises: CalledProcessError."""
    asked = [option for kind in kinds for option in ("-t", kind)]
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", *asked, "-d", to],
        cwd=tree,
        check=True,
        stdout=subprocess.DEVNULL,
    )
    return sorted(to.iterdir())


def unpacked(archive: Path, to: Path) -> Path:
    """The source that an archive holds."""
    with tarfile.open(archive) as told:
        told.extractall(to, filter="data")
    (tree,) = to.iterdir()
    return tree


def _built_alike(folder: Path) -> list[Path]:
    for one in ("first", "second"):
        subprocess.run(["git", "clone", "--quiet", ROOT, folder / one], check=True)
    first, second = (
        built(folder / one, folder / f"{one} built", "sdist", "wheel") for one in ("first", "second")
    )
    (archive,) = (one for one in first if one.name.endswith(".tar.gz"))
    third = built(unpacked(archive, folder / "unpacked"), folder / "third built", "wheel")
    by_name = {one.name: _sum(one) for one in first}
    for other in (*second, *third):
        if _sum(other) != by_name[other.name]:
            sys.exit(f"{other.name} was built twice, and is not the same: {first[0].parent}, {other.parent}")
    return first


def _installed(folder: Path, packages: list[Path]) -> dict[str, Path]:
    """Environments with the package, without extras and with all."""
    (wheel,) = (one for one in packages if one.suffix == ".whl")
    made = {}
    for extras, lock in LOCKS.items():
        place = folder / f"installed{len(extras)}"
        python = place / "bin/python"
        subprocess.run([sys.executable, "-m", "venv", place], check=True)
        versions = folder / "versions.txt"
        lines = (ROOT / lock).read_text().splitlines()
        versions.write_text(
            "\n".join(line.rstrip(" \\") for line in lines if line and not line.startswith(" "))
        )
        pip = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        subprocess.run([*pip, "--constraint", versions, f"{OURS}{extras} @ {wheel.as_uri()}"], check=True)
        subprocess.run(
            [python, "-m", "pip", "--disable-pip-version-check", "check"],
            check=True,
            stdout=subprocess.DEVNULL,
        )
        told = _told(place / "bin" / OURS, "--version")
        if "(" not in told:
            sys.exit(f"The package does not say of which commit it is: {told}")
        print(f"{told} {extras}: {_weight_mb(place)} MB installed")
        made[extras] = python
    return made


def _weight_mb(place: Path) -> int:
    """As `du` tells it, without pip and setuptools."""
    tools = [
        f"--exclude={name}"
        for name in (
            "pip",
            "pip-*",
            "setuptools",
            "setuptools-*",
            "pkg_resources",
            "_distutils_hack",
            "__pycache__",
        )
    ]
    return int(_told("du", "-sm", *tools, place / "lib").split()[0])


def _parts(python: Path) -> str:
    """What an environment consists of, as CycloneDX, without what differs from one making to another."""
    told = _told(
        sys.executable,
        "-m",
        "cyclonedx_py",
        "environment",
        "--output-reproducible",
        "--spec-version",
        "1.6",
        python,
    )
    parts = json.loads(told)
    tools = {"pip", "setuptools"}
    dropped = {one["bom-ref"] for one in parts["components"] if one["name"] in tools}
    parts["components"] = [one for one in parts["components"] if one["name"] not in tools]
    parts["dependencies"] = [one for one in parts["dependencies"] if one["ref"] not in dropped]
    for one in parts["components"]:
        if one["name"] == OURS:  # where it was built, which is gone
            one.pop("externalReferences", None)
    return json.dumps(parts, indent=1, sort_keys=True) + "\n"


def _sum(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


def _told(*command: str | Path) -> str:
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


if __name__ == "__main__":
    main()
