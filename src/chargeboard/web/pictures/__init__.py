"""A chart as a picture that stands alone."""
