"""Valid lines of the log formats lie beside the tests of their readers."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "capture"))
