"""What does `chargeboard` on the command line do?"""

import os

from chargeboard.cli import main as commands

__all__ = ["main"]


def main() -> None:
    """Every file that is made is for its owner only, whatever the shell says."""
    os.umask(os.umask(0o077) | 0o077)
    commands()


if __name__ == "__main__":
    main()
