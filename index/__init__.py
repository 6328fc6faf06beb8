"""How things are found. Everything here can be deleted and made again from the corpus.

The index never holds the only copy of anything, and draws nothing.
"""
