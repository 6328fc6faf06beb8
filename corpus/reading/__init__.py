"""Reading a file where it can do no harm: what goes on in the processes that an update has for that.

`child` is such a process, `unpack` opens what is packed, `exchange` is what is said between it and the update. The
readers themselves are `corpus.readers`; no store, and nothing that writes, is known here.
"""
