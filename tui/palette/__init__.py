"""The command palette. Loaded when it is first opened."""
