"""
What should the operator notice, and what is there to do?

Each rule of definitions 3 looks at the board and the last weeks and either finds something, with its numbers,
or is silent. What needs somebody says what to do and comes first, the most urgent at the top; where nothing
does and enough is known, that is said. The rules are the table of `rules/`; their words are in `words.py`.
"""
