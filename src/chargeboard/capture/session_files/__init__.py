"""
How do sessions come in that another portal exported as a table?

CSV, Parquet and spreadsheets have columns of their own names, in forms of their own. `tables` reads them,
`headings` guesses which column is what, `settling` decides how all of a column is to be read or says what has
to be told, and `sessions` makes rows of the journal of it.
"""
