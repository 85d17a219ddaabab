"""Is this a long run?"""

import os

IS_LONG = os.environ.get("CHARGEBOARD_LAWS") == "soak"
"""`make soak` has time for what no change need wait for: more kills, more frames, each look of each page."""
