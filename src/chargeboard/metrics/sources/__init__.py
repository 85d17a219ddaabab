"""What do other systems tell of a charger otherwise than its page does (definitions 8)?"""
