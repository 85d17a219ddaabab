"""The documents of the API: figures as programs are told them."""

from chargeboard.documents.boards import board_document, lines_encoded
from chargeboard.documents.forms import document, document_type, encoded

__all__ = ["board_document", "document", "document_type", "encoded", "lines_encoded"]
