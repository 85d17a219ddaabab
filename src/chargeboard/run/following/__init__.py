"""Who is told how chargers stand, as that changes?"""
