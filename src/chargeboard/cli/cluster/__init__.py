"""How do several processes and their database do, for who looks after them?"""
