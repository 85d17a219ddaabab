"""
Of which commit and day is a package? Hatchling asks this while it builds one.

It is read from Git, or told by SOURCE_COMMIT where there is none, as in a container. An archive of the
source has it from when it was made.
"""

from __future__ import annotations

import os
import subprocess
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

TOLD_BY = "SOURCE_COMMIT"
MODULE = "src/chargeboard/built.py"


class Stamp(BuildHookInterface[Any]):
    """Puts a module that says it into the package, in its place among the others: always the same bytes."""

    _made: Path | None = None

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Raises: OSError; what is not known is left out."""
        del build_data
        module = Path(self.root, MODULE)
        if version == "editable" or module.exists():
            return
        build = os.environ.get(TOLD_BY) or commit_of(self.root)
        if build:
            self._made = module
            module.write_text(f'"""As it was when this package was made."""\n\nBUILD = {build!r}\n')

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """The tree is as it was."""
        del version, build_data, artifact_path
        if self._made is not None:
            self._made.unlink()


def commit_of(root: str) -> str:
    """The commit and its day, `6a23d69e, 2026-11-29`, and whether files were changed; empty: not known."""
    if not Path(root, ".git").exists():
        return ""
    told = ["git", "-C", root, "log", "-1", "--abbrev=8", "--format=%h, %cs"]
    changed = ["git", "-C", root, "status", "--porcelain", "--untracked-files=no"]
    try:
        commit, changes = (
            subprocess.run(one, capture_output=True, text=True, check=True).stdout.strip()
            for one in (told, changed)
        )
    except (OSError, subprocess.CalledProcessError):
        return ""
    return f"{commit}, changed" if changes else commit
