"""How much was drawn in each quarter of an hour, and how much was lost to outages?"""
