"""chargeboard shows a charge-point operator how each EV charger performs."""

from contextlib import suppress

__version__ = "0.1.0"
BUILD = ""
"""Of which commit and day this is; empty where it was not built as a package."""
with suppress(ImportError):  # made as a package is
    from chargeboard.built import BUILD  # type: ignore[import-not-found,no-redef]

VERSION = f"{__version__} ({BUILD})" if BUILD else __version__
"""As it is told to people."""
