"""The documents of the API: figures as programs are told them."""

from chargeboard.documents.forms import document, document_type, encoded

__all__ = ["document", "document_type", "encoded"]
