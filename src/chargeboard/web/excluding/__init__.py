"""The page on which maintenance and other windows are declared."""
