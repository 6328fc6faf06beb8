"""The records that people make of articles: what they are made of, how they are written, checked and read.

Values and rules only; the log that keeps them and the tables derived from it are in `corpus.store`.
"""
