"""What do drivers do here?"""
