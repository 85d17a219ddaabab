"""What does a page cost beside the dashboard that an engineer would build over raw tables?"""
