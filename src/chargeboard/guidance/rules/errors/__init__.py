"""What is broken or dangerous, and what is a habit?"""
