"""Which files does a regulator take, and would its own checks take ours?"""
