"""How often did charging succeed, by each official rule?"""
