"""Tables: incidents as rows for other programs, out and in, and gazetteers in.

Knows columns, cells and what other schemes call things. What a record may be is checked where all records are.
"""
