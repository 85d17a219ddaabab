"""Which reports are sent again and again, when, and what becomes of them?"""
