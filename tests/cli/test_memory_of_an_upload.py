"""A spreadsheet that unpacks to more than there may be ends the process that reads it, and nothing else."""

import subprocess
import sys

_READS = """
from chargeboard.cli.server import uploaded
uploaded._MOST_MEMORY_BYTES = 300 << 20
uploaded._bound_memory()
held = bytes(64 << 20)
try:
    held += bytes(1 << 30)
except MemoryError:
    print("no more")
"""


def test_whoever_reads_a_spreadsheet_gets_no_more_memory_than_it_may_have():
    said = subprocess.run([sys.executable, "-c", _READS], capture_output=True, text=True, check=True)
    assert said.stdout == "no more\n"
