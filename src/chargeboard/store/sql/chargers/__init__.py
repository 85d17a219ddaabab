"""What is kept of chargers besides what they said?"""
