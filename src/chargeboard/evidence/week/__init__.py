"""The page of the hours of the week, and of socket against socket."""
