"""How far can these figures be trusted?"""
