"""How does what is kept come to name nobody, and to an end?"""
