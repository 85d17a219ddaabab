"""
One target under atheris, which goes where no input has been: `python guided.py TARGET CORPUS [OPTIONS]`.

The options are libFuzzer's. What it finds goes where -artifact_prefix says; in `found/TARGET` it
becomes a test.
"""

from __future__ import annotations

import sys
from pathlib import Path

import atheris

sys.path.insert(0, str(Path(__file__).parent))
for folder in ("capture", "feeds"):
    sys.path.insert(0, str(Path(__file__).parent.parent / folder))
with atheris.instrument_imports(include=["chargeboard"]):
    from targets import TARGETS


if __name__ == "__main__":
    name, corpus, *options = sys.argv[1:]
    target = TARGETS[name]
    Path(corpus).mkdir(parents=True, exist_ok=True)
    for number, seed in enumerate(target.seeds):
        (Path(corpus) / f"seed-{number}").write_bytes(seed)
    atheris.Setup([sys.argv[0], corpus, *options], target.run)
    atheris.Fuzz()
