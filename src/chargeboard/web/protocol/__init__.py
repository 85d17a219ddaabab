"""What do pages show of the conversations of many chargers with their management systems?"""
