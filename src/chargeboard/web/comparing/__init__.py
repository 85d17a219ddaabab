"""What do pages show that set many chargers side by side?"""
