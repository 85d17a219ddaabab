"""The documents of the API: figures as programs are told them."""

from chargeboard.documents.boards import board_encoded, lines_encoded
from chargeboard.documents.forms import encoded
from chargeboard.documents.published import document_type
from chargeboard.documents.sessions import kept_session, session_of, sessions_of, sessions_told

__all__ = [
    "board_encoded",
    "document_type",
    "encoded",
    "kept_session",
    "lines_encoded",
    "session_of",
    "sessions_of",
    "sessions_told",
]
