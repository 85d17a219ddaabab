"""How does somebody begin, who has nothing yet?"""
