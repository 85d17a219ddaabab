"""What do the chargers of a site come to together?"""
