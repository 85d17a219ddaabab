"""Would a regulator's own checks of data quality flag a charger's month?"""
