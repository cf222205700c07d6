"""The `flask …` commands, found through the entry points in setup.cfg."""
