"""How is a release made? `make release`."""
