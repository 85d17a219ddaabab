"""Is there contact, is every socket in service, and what goes on?"""
