"""What is known and concluded of a station?"""
