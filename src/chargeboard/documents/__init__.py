"""The documents of the API: figures as programs are told them."""

from chargeboard.documents.boards import board_encoded, lines_encoded, sessions_encoded
from chargeboard.documents.forms import document_type, encoded

__all__ = ["board_encoded", "document_type", "encoded", "lines_encoded", "sessions_encoded"]
