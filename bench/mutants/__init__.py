"""
`make mutants`: which small changes of the code does no test notice?

A random sample of places in decode, fold and metrics, one mutant of cosmic-ray's at each. A mutant runs the
tests that cover its line, the quickest first, until one fails; what none fails for has survived. All runs in
an environment of its own (`.venv-mutants`), as nothing else needs cosmic-ray and coverage.
"""
