"""How do frames reach the database through a log that several machines keep?"""
