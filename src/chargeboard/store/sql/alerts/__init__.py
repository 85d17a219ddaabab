"""What is kept of alerts?"""
