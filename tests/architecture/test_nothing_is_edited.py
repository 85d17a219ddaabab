"""What follows from facts is replaced and never edited: what is handed around cannot be changed."""

import dataclasses
import importlib
import pkgutil

import msgspec
import pytest

IN_THE_MAKING = {
    "fold": {"Shared", "Clock", "Links", "Said", "Memory", "Conversation", "Speaker"},
    "metrics": {"OpenAttempt", "Transaction"},
    "history": {"KnownCharger"},
    "time": set(),
}
"""What gathers evidence while it is read, by room."""


def classes(room):
    package = importlib.import_module(f"chargeboard.{room}")
    for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
        module = importlib.import_module(found.name)
        for one in vars(module).values():
            if isinstance(one, type) and one.__module__ == module.__name__:
                yield one


def is_frozen(one):
    """None: it is no row of fields."""
    if dataclasses.is_dataclass(one):
        return one.__dataclass_params__.frozen
    return one.__struct_config__.frozen if issubclass(one, msgspec.Struct) else None


@pytest.mark.parametrize("room", IN_THE_MAKING)
def test_rows_are_frozen_but_for_those_that_are_still_in_the_making(room):
    found = {one.__name__: is_frozen(one) for one in classes(room)}
    assert {name for name, frozen in found.items() if frozen is False} == IN_THE_MAKING[room]


def test_routes_and_calls_that_wait_are_frozen_too():
    frozen = {one.__name__ for one in classes("decode") if is_frozen(one)}
    assert {"Route", "OpenCall"} <= frozen
