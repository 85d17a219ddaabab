"""What do our processes tell of themselves to whoever watches over machines?"""
