"""What do other systems get of how chargers stand?"""
