"""What do official rules make of chargers that are known, and which files and answers follow?"""
