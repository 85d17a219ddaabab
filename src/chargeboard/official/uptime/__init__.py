"""How long was a socket up, by each official rule, and on which time do two of them differ?"""
