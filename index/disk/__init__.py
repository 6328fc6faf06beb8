"""The index on the disk as a whole: its folder, its list of parts, all parts at one moment."""
