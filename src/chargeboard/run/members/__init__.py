"""How do several processes serve one database, and any of them may end?"""
