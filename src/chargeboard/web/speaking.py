"""How does a template say what its room has words for?"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath

from jinja2.ext import Extension
from jinja2.lexer import Token, TokenStream

from chargeboard.words.catalogue import words_of


def room_of(template: str) -> str:
    """Whose words a template says, by its folder: `panels/energy/energy.html` those of `panels.energy`."""
    return ".".join(PurePosixPath(template).parent.parts)


class Speaking(Extension):
    """`{{ say("title") }}` says a word of the template's own room: `say` becomes `say["panels.energy"]`."""

    def filter_stream(self, stream: TokenStream) -> Iterator[Token]:
        """The tokens of a template, the room put behind each `say`."""
        room = room_of(stream.name or "")
        for token in stream:
            yield token
            if token.test("name:say"):
                words_of(room)
                yield Token(token.lineno, "lbracket", "[")
                yield Token(token.lineno, "string", room)
                yield Token(token.lineno, "rbracket", "]")
