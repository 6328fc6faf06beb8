"""Building the index and keeping it up: articles become parts, parts become fewer, changes are taken in."""
