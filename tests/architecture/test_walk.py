"""The page about the architecture names the files that a frame goes through."""

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_the_architecture_names_each_file_that_hands_a_frame_on_in_order():
    section = (ROOT / "ARCHITECTURE.md").read_text().partition("## The walk of one frame")[2]
    told = re.findall(r"^\| `([^`]+)` \|", section.partition("\n## ")[0], re.MULTILINE)
    command = [sys.executable, "-m", "bench.walk"]
    printed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    walked = [line.split()[0] for line in printed.partition("\n\n")[0].splitlines()]
    assert told == walked, printed
