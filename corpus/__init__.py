"""The truth: articles as they were read, and the records that people make of them.

Nothing here knows how articles are found or shown: no search engine, no screen, no printing.
"""
