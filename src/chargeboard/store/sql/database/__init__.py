"""How are queries read, and asked of an engine?"""
