"""What do reports of weeks and months show?"""
