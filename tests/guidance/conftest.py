"""The stories of attempts are told beside the tests of metrics."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "metrics"))
