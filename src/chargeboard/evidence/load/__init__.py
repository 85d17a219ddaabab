"""What was drawn in each quarter of an hour, when most, and what did outages cost?"""
