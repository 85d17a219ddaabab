"""
How is what a charger sent told on a terminal, and in a command that is copied into a shell?

Ids, names and codes hold any character, and a terminal obeys some of them.
"""

from __future__ import annotations

from shlex import quote

_PICTURES = {code: chr(0x2400 + code) for code in range(0x20)} | {0x7F: "\u2421"}
"""Of each control character its sign, such as ␛; it is as wide as one letter."""


class _Signs(dict[int, str]):
    """What stands for a character, found when it is met."""

    def __missing__(self, code: int) -> str:
        letter = chr(code)
        # a blank that does not break is no printable character to Python
        is_harmless = letter.isprintable() or (letter.isspace() and code >= 0xA0 and code not in _LINE_ENDS)
        self[code] = letter if is_harmless else _PICTURES.get(code, "\ufffd")
        return self[code]


_LINE_ENDS = frozenset({0x2028, 0x2029})
_SIGNS = _Signs()


def visible(text: str) -> str:
    """The text in one line, as long as it was, without anything that a terminal would obey."""
    return text if text.isprintable() else text.translate(_SIGNS)


def visible_lines(text: str) -> str:
    """A text that has several lines by right, without anything else that a terminal would obey."""
    return "\n".join(map(visible, text.split("\n")))


def command(told: str, *arguments: str) -> str:
    """`told` with its arguments, each of which stays one argument and is taken for no option."""
    end_of_options = ["--"] if any(argument.startswith("-") for argument in arguments) else []
    return " ".join([told, *end_of_options, *map(shell_word, arguments)])


def shell_word(text: str) -> str:
    """A text as one word of a shell; what cannot be seen or typed is written by its bytes."""
    if text.isprintable():
        return quote(text)
    letters = text.encode("utf-8", "surrogateescape" if _has_bytes(text) else "replace").decode("latin-1")
    return f"$'{''.join(map(_escaped, letters))}'"


def _has_bytes(text: str) -> bool:
    """Whether its surrogates stand for the bytes of a file's name."""
    return all(not "\ud800" <= sign <= "\udfff" or "\udc80" <= sign <= "\udcff" for sign in text)


def _escaped(letter: str) -> str:
    if letter in "\\'":
        return f"\\{letter}"
    return letter if " " <= letter <= "~" else f"\\x{ord(letter):02x}"
