"""How it is seen: the command line and the screens.

Neither SQL nor the search engine is spoken here: the rooms below are asked.
"""
