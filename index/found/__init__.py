"""What was found, as it is shown: hits, counts, marks and passages."""
