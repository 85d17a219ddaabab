"""What measures the whole server can be started: its figures are looked at in the long run."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
ALL_OF_IT = """
import importlib, pkgutil, bench.system
for one in pkgutil.walk_packages(bench.system.__path__, "bench.system."):
    importlib.import_module(one.name)
from bench.system import __main__, noting
noting._begin(None)
__main__.main()
"""


def test_all_of_it_is_there_and_too_few_open_files_are_said_before_anything_starts():
    command = [sys.executable, "-c", ALL_OF_IT, "--chargers", "10000000"]
    told = subprocess.run(command, cwd=ROOT, check=False, capture_output=True, text=True)
    assert told.returncode == 2, told.stderr
    assert "Raise that (ulimit -n, as root)" in told.stderr
