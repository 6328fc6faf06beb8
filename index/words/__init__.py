"""Words: what the words of a text are, which are forms of one another, which are alike."""
