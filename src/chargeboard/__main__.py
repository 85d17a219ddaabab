"""What does `chargeboard` on the command line do?"""

from chargeboard.cli import main

__all__ = ["main"]

if __name__ == "__main__":
    main()
