"""The store: two SQLite databases that hold the truth of an archive.

`archive.db` holds articles, the log of everything people did, and the tables that are the log applied; `texts.db`
holds the extracted texts by their hash. Nothing outside this package speaks SQL.
"""
