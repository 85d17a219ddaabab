"""
In which language is the help of commands?

A command's help is said when its module is imported, which is when it is asked for. By then the language of
the settings is spoken; where they cannot be read, the command itself says so, and its help is English.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from chargeboard.config import SettingsError, from_environment
from chargeboard.config.language import language_of
from chargeboard.words.languages import SPOKEN


def speak(arguments: Sequence[str]) -> None:
    """Speak the language of the settings that a command is given, before it is known what the command is."""
    try:
        SPOKEN.set(language_of(from_environment(_config_in(arguments)).server.language))
    except (SettingsError, OSError):
        return


def _config_in(arguments: Sequence[str]) -> str | None:
    for option, value in pairwise([*arguments, ""]):
        if option == "--config":
            return value
        if option.startswith("--config="):
            return option.removeprefix("--config=")
    return None
