"""The state of a coding session: which sentence, which record, what is typed and what it means. Pure: no screen.

What a session says goes to the archive through acts of `corpus.records`; nothing here draws or waits.
"""
