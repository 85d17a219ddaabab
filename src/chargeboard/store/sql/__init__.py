"""How do tables hold everything, whichever engine keeps them?"""
