"""How a part of the index lies in its file, and how it is written, read and joined. docs/index-format.md tells it."""
