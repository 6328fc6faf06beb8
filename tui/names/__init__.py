"""What the screen of names shows: which lists there are, and what is said beside each line. No screen is here."""
