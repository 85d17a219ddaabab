"""Was every point of a site used at once for too long, by the French rule for motorway sites?"""
