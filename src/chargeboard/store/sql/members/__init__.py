"""Which processes serve one database together?"""
