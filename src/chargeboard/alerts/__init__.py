"""
When is an operator told, and when again, and when that it is over?

A rule names a condition. What is so of a charger at each look becomes what holds of the rule, and a machine
without clock or I/O makes notices of that: live, and over the past before the rule is saved.
"""
