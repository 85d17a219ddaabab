"""Stores that also do something else, whichever engine is tested."""

from chargeboard.store import open_store


class OfEngine:
    """What a class below this one says comes before what the store says that is opened at a path."""

    def __new__(cls, path, *_):
        opened = open_store(path)
        opened.__class__ = type(cls.__name__, (cls, type(opened)), {})
        return opened

    def __init__(self, path, *_):
        """It is a store already."""
