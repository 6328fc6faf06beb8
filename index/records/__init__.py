"""Actors, places and incidents: kept by word and by what they say, and searched."""
