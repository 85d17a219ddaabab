"""The page on what a regulator's own checks would flag."""
