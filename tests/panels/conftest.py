"""The boards of the page tests are looked at here without a page."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "web"))
