"""
What would a regulator make of this?

Official figures by rules that are ours to read and not ours to make: each rule is data with its source and
the day on which it was read, and every figure is indicative, our reading. All of it is pure.
"""
