"""Is the charger used as much as it could be, and how does that develop?"""
