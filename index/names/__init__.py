"""The names of a whole archive: collected from its articles, kept in arrays, and searched by sound.

Derived, like all of the index: it can be deleted and is made again. How like two names are is `corpus.names`' business.
"""
