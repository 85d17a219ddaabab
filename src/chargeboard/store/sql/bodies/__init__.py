"""In which form is the body of a row kept?"""
