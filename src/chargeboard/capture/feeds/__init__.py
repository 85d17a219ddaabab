"""
How do chargers come in that are connected to another system, which writes down what they say?

A folder a kind of system: `__init__.py` with its `KIND`, and its words. Nothing else names it.
"""
